/// Why there is no response.
///
/// Its message never holds a credential, a header value, a path or a query: it may be shown and logged.
public struct FetchError: Error, Sendable, Hashable {
    /// What went wrong. Open: a later version may add codes.
    public struct Code: RawRepresentable, Hashable, Sendable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let resolve = Code(rawValue: "resolve")
        public static let connect = Code(rawValue: "connect")
        public static let tls = Code(rawValue: "tls")
        public static let timeout = Code(rawValue: "timeout")
        public static let cancelled = Code(rawValue: "cancelled")
        /// The peer closed or reset the connection before a response.
        public static let connectionReset = Code(rawValue: "connection_reset")
        /// The peer closed the connection in the middle of the body.
        public static let truncated = Code(rawValue: "truncated")
        public static let responseTooLarge = Code(rawValue: "response_too_large")
        public static let tooManyRedirects = Code(rawValue: "too_many_redirects")
        public static let redirectRefused = Code(rawValue: "redirect_refused")
        public static let schemeNotAllowed = Code(rawValue: "scheme_not_allowed")
        public static let addressNotAllowed = Code(rawValue: "address_not_allowed")
        /// What came back is not HTTP.
        public static let protocolError = Code(rawValue: "protocol_error")
        public static let circuitOpen = Code(rawValue: "circuit_open")
        /// More requests in flight than the limits allow.
        public static let overloaded = Code(rawValue: "overloaded")
        /// The client was shut down.
        public static let closed = Code(rawValue: "closed")
        public static let invalidRequest = Code(rawValue: "invalid_request")
        public static let internalError = Code(rawValue: "internal_error")
    }

    /// Which time ran out.
    public struct Timeout: RawRepresentable, Hashable, Sendable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let connect = Timeout(rawValue: "connect")
        public static let total = Timeout(rawValue: "total")
        public static let stall = Timeout(rawValue: "stall")
    }

    public let code: Code
    public let message: String
    /// With ``Code/timeout``.
    public var timeout: Timeout?
    /// With ``Code/circuitOpen``: when a call may be tried again.
    public var retryAfter: Duration?
    /// libcurl's own code, where it had one.
    public var curlCode: Int?

    public init(_ code: Code, _ message: String, timeout: Timeout? = nil, retryAfter: Duration? = nil, curlCode: Int? = nil) {
        self.code = code
        self.message = message
        self.timeout = timeout
        self.retryAfter = retryAfter
        self.curlCode = curlCode
    }

    /// False only where surely nothing of the request reached the server.
    public var mayHaveReachedServer: Bool {
        switch code {
        case .resolve, .connect, .schemeNotAllowed, .addressNotAllowed, .circuitOpen, .overloaded, .closed, .invalidRequest: false
        case .timeout: timeout != .connect
        default: true
        }
    }
}

extension FetchError: CustomStringConvertible {
    public var description: String { "\(code.rawValue): \(message)" }
}

extension FetchError {
    static var cancelled: FetchError { FetchError(.cancelled, "The request was cancelled.") }
    static var closed: FetchError { FetchError(.closed, "The client is shut down.") }

    static func timeout(_ which: Timeout, _ origin: FetchOrigin) -> FetchError {
        let what =
            switch which {
            case .connect: "No connection to \(origin) within the time allowed."
            case .stall: "\(origin) sent nothing for too long."
            default: "No response from \(origin) within the time allowed."
            }
        return FetchError(.timeout, what, timeout: which)
    }
}
