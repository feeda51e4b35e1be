/// Why the ticket API, or this side of it, did not do what was asked.
///
/// No text of it holds the key, a header or a query.
public struct APIError: Error, Sendable, Hashable {
    /// What kind of failure it is. Open: more may be added.
    public struct Code: RawRepresentable, Sendable, Hashable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        /// There is no base URL.
        public static let notConfigured = Code(rawValue: "not_configured")
        /// A setting of this server cannot work.
        public static let misconfigured = Code(rawValue: "misconfigured")
        public static let unauthorized = Code(rawValue: "unauthorized")
        public static let forbidden = Code(rawValue: "forbidden")
        public static let notFound = Code(rawValue: "not_found")
        /// Somebody else changed the ticket first.
        public static let conflict = Code(rawValue: "conflict")
        public static let preconditionRequired = Code(rawValue: "precondition_required")
        /// Values that are not accepted, by the API or before it was asked.
        public static let validation = Code(rawValue: "validation")
        public static let rateLimited = Code(rawValue: "rate_limited")
        public static let unavailable = Code(rawValue: "unavailable")
        public static let timeout = Code(rawValue: "timeout")
        public static let unreachable = Code(rawValue: "unreachable")
        /// What came back is not what the API promises.
        public static let badResponse = Code(rawValue: "bad_response")
        /// The ticket system has no such thing.
        public static let unsupported = Code(rawValue: "unsupported")
        public static let cancelled = Code(rawValue: "cancelled")
    }

    public let code: Code
    /// One sentence on what happened. Ours: it quotes nobody.
    public let message: String
    /// What the API itself said of it. It may quote what people wrote, and is to be marked as data.
    public var words: String?
    /// Of the response, if there was one.
    public var status: Int?
    /// What is wrong with which value.
    public var problems: [FieldProblem] = []
    /// With a conflict: the ticket as it is now.
    public var currentVersion: Int?
    public var changedSince: [VersionChange] = []
    /// With a conflict: the ticket itself, where the API shows it.
    var current: Ticket?
    /// With a conflict: the version that the change was meant for.
    var expectedVersion: Int?
    /// What names the change, for a caller who wants to ask for it again.
    var repeatKey: String?
    /// Versions are times, so their difference counts nothing.
    var hasTimeVersions = false
    /// When it makes sense to try again.
    public var retryAfter: Duration?
    /// A change was asked for, and may have been made all the same.
    public var isOutcomeUnknown = false

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}

/// A value that is not accepted.
public struct FieldProblem: Sendable, Hashable {
    /// As the tools call it; empty where it is no single value.
    public let field: String
    public let message: String
    /// What would be accepted, where that is a short list.
    public let allowed: [String]

    public init(_ field: String, _ message: String, allowed: [String] = []) {
        self.field = field
        self.message = message
        self.allowed = allowed
    }
}

/// Something that happened to a ticket since the version that a caller knew.
public struct VersionChange: Sendable, Hashable {
    public let field: String
    public let from: String?
    public let to: String?
    public let at: String?
    public let by: String?
}

extension APIError {
    static var notConfigured: APIError {
        APIError(.notConfigured, "No ticket API is configured: MCP_API_BASE_URL is not set.")
    }

    static func invalid(_ field: String, _ message: String, allowed: [String] = []) -> APIError {
        .invalid([FieldProblem(field, message, allowed: allowed)])
    }

    static func invalid(_ problems: [FieldProblem]) -> APIError {
        var error = APIError(.validation, "Some values are not accepted.")
        error.problems = problems
        return error
    }

    static func badResponse(_ message: String, status: Int? = nil) -> APIError {
        var error = APIError(.badResponse, message)
        error.status = status
        return error
    }
}
