/// Why bytes could not be carried.
public struct TransportError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Open: a transport may have reasons of its own.
    public struct Reason: Sendable, Hashable {
        let name: String

        public init(_ name: String) { self.name = name }

        /// The peer is gone; nobody is left to tell.
        public static let closed = Reason("closed")
        /// The operating system refused.
        public static let system = Reason("system")
        /// The caller may not come in.
        public static let unauthenticated = Reason("unauthenticated")
    }

    public let reason: Reason
    public let message: String

    public init(_ reason: Reason, _ message: String) {
        self.reason = reason
        self.message = message
    }

    public var description: String { "\(reason.name): \(message)" }
}
