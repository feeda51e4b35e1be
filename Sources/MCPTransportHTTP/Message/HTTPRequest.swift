/// A request as a web server hands it over: whole, and within the server's limits.
public struct HTTPRequest: Sendable {
    public let method: String
    /// Without the query, still percent-encoded.
    public let path: String
    /// Behind the question mark, still percent-encoded; nil where there is none.
    public let query: String?
    public let headers: HTTPHeaders
    public let body: [UInt8]
    /// The address of the peer's end of the connection.
    public let remoteAddress: String?
    /// What stood before ``path`` where a router took it away, such as `/t/acme`: clients are told addresses with it.
    public var mount = ""

    /// - Parameter target: the request target in origin form (RFC 9112, section 3.2.1).
    public init(method: String, target: String, headers: HTTPHeaders, body: [UInt8] = [], remoteAddress: String? = nil) {
        self.method = method
        if let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) {
            path = String(target[..<mark])
            query = String(target[target.index(after: mark)...])
        } else {
            path = target
            query = nil
        }
        self.headers = headers
        self.body = body
        self.remoteAddress = remoteAddress
    }
}
