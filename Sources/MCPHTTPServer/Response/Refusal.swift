/// Why the server itself answers a request, and then closes the connection.
struct Refusal: Error, Hashable {
    let status: Int
    let message: String

    init(_ status: Int, _ message: String) {
        self.status = status
        self.message = message
    }

    static let malformed = Refusal(400, "The request is malformed.")
    static let ambiguousLength = Refusal(400, "The length of the body is ambiguous.")
    static let invalidHost = Refusal(400, "There must be exactly one Host field.")
    static let invalidTarget = Refusal(400, "The request target is malformed.")
    static let connectRefused = Refusal(405, "CONNECT is not supported.")
    static let headTimeout = Refusal(408, "The request took too long.")
    static let bodyTooLarge = Refusal(413, "The body is too large.")
    static let targetTooLong = Refusal(414, "The request target is too long.")
    static let unknownExpectation = Refusal(417, "The expectation is not supported.")
    static let headersTooLarge = Refusal(431, "The header fields are too large.")
    static let internalError = Refusal(500, "Internal error.")
    static let unknownMethod = Refusal(501, "The method is not implemented.")
    static let unknownCoding = Refusal(501, "The transfer coding is not supported.")
    static let overloaded = Refusal(503, "Too many connections.")
    static let unknownVersion = Refusal(505, "The HTTP version is not supported.")

    /// Messages hold nothing that JSON would have escaped.
    var body: [UInt8] {
        Array(#"{"error":"\#(message)"}"#.utf8)
    }
}
