/// What `WWW-Authenticate` says to a caller who is to come with a Bearer token, or with a better one.
///
/// RFC 6750, section 3, with `resource_metadata` of RFC 9728, section 5.1.
public struct BearerChallenge: Sendable, Hashable {
    /// What was wrong. Open: other specifications add codes.
    public struct Code: RawRepresentable, Hashable, Sendable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let invalidRequest = Code(rawValue: "invalid_request")
        public static let invalidToken = Code(rawValue: "invalid_token")
        public static let insufficientScope = Code(rawValue: "insufficient_scope")
    }

    /// nil where no token was shown at all.
    public var error: Code?
    /// For people; holds nothing of the token.
    public var description: String?
    /// All that are needed for what was asked.
    public var scopes: [String]
    /// Where the metadata of the protected resource is.
    public var resourceMetadata: String?

    public init(_ error: Code? = nil, description: String? = nil, scopes: [String] = [], resourceMetadata: String? = nil) {
        self.error = error
        self.description = description
        self.scopes = scopes
        self.resourceMetadata = resourceMetadata
    }

    /// The field's value. Characters that it cannot carry are left out.
    public var text: String {
        var parameters: [String] = []
        if let resourceMetadata { parameters.append(Self.parameter("resource_metadata", resourceMetadata)) }
        if let error { parameters.append(Self.parameter("error", error.rawValue)) }
        if let description { parameters.append(Self.parameter("error_description", description)) }
        if !scopes.isEmpty { parameters.append(Self.parameter("scope", scopes.joined(separator: " "))) }
        return parameters.isEmpty ? "Bearer" : "Bearer " + parameters.joined(separator: ", ")
    }

    /// The characters that RFC 6750 allows in its parameters: printable ASCII but the quote and the backslash.
    private static func parameter(_ name: String, _ value: String) -> String {
        let plain = value.utf8.filter { 0x20...0x7E ~= $0 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
        return "\(name)=\"\(String(decoding: plain, as: UTF8.self))\""
    }
}
