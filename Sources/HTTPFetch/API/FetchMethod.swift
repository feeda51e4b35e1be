/// A request method. Any token is allowed but CONNECT and TRACE, which a client of an API has no use for.
public struct FetchMethod: RawRepresentable, Hashable, Sendable {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let get = FetchMethod(rawValue: "GET")
    public static let head = FetchMethod(rawValue: "HEAD")
    public static let post = FetchMethod(rawValue: "POST")
    public static let put = FetchMethod(rawValue: "PUT")
    public static let patch = FetchMethod(rawValue: "PATCH")
    public static let delete = FetchMethod(rawValue: "DELETE")
    public static let options = FetchMethod(rawValue: "OPTIONS")

    /// Whether the same request sent twice has the effect of one (RFC 9110, 9.2.2). Unknown methods are taken not to be.
    public var isIdempotent: Bool {
        switch self {
        case .get, .head, .put, .delete, .options: true
        default: false
        }
    }

    /// Whether a request without a body still says `Content-Length: 0` (RFC 9110, 8.6).
    var anticipatesBody: Bool { self == .post || self == .put || self == .patch }
}

extension FetchMethod: CustomStringConvertible {
    public var description: String { rawValue }
}
