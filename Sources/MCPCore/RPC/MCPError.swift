/// A protocol fault: what a peer gets as a JSON-RPC `error`.
///
/// It is not for a tool that could not do its work; that is ``ToolFailure``, which the model can read and act on.
public struct MCPError: Error, Sendable, Hashable {
    /// A JSON-RPC error code. Open: any integer is a code.
    public struct Code: Sendable, Hashable, RawRepresentable, ExpressibleByIntegerLiteral {
        public let rawValue: Int

        public init(rawValue: Int) { self.rawValue = rawValue }
        public init(integerLiteral value: Int) { rawValue = value }

        /// The bytes are not JSON (JSON-RPC 2.0, section 5.1).
        public static let parseError: Code = -32700
        /// JSON, but no message that may be sent here and now.
        public static let invalidRequest: Code = -32600
        /// The revision or the server has no such method.
        public static let methodNotFound: Code = -32601
        /// Parameters of the wrong shape; also an unknown tool, prompt or cursor.
        public static let invalidParams: Code = -32602
        /// A fault of ours.
        public static let internalError: Code = -32603
        /// Nothing is at a URI (legacy era; the modern one has -32602 for it).
        public static let resourceNotFound: Code = -32002
        /// HTTP headers contradict the body (2026-07-28).
        public static let headerMismatch: Code = -32020
        /// The request needs a capability that the client did not declare (2026-07-28).
        public static let missingClientCapability: Code = -32021
        /// The request names a revision that is not served (2026-07-28); `data` lists those that are.
        public static let unsupportedProtocolVersion: Code = -32022
    }

    public var code: Code
    /// One sentence for the developer of the peer. Never holds internals of the server.
    public var message: String
    public var data: JSON?

    public init(_ code: Code, _ message: String, data: JSON? = nil) {
        self.code = code
        self.message = message
        self.data = data
    }

    public static func methodNotFound(_ method: String) -> MCPError {
        MCPError(.methodNotFound, "Method not found: \(method.prefix(100))")
    }

    public static func invalidParams(_ message: String) -> MCPError {
        MCPError(.invalidParams, message)
    }
}

extension MCPError: CustomStringConvertible {
    public var description: String { "\(message) (\(code.rawValue))" }
}
