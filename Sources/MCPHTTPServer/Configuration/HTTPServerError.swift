/// Why a server did not run.
public struct HTTPServerError: Error {
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        /// Another process listens at the address.
        public static let addressInUse = Code("address in use")
        /// The address cannot be listened at.
        public static let cannotListen = Code("cannot listen")
        /// The certificate or its key cannot be used.
        public static let invalidTLS = Code("invalid TLS")
        /// The server has run already, or never will.
        public static let notRunning = Code("not running")

        public let description: String

        private init(_ description: String) {
            self.description = description
        }
    }

    public let code: Code
    public let message: String
    public let cause: (any Error)?

    init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }
}

extension HTTPServerError: CustomStringConvertible {
    public var description: String {
        cause.map { "\(message) (\($0))" } ?? message
    }
}
