/// Why a log does not take or give events.
public struct EventLogError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Open: a log may have reasons of its own.
    public struct Reason: Sendable, Hashable {
        let name: String

        public init(_ name: String) { self.name = name }

        /// The event is larger than the log takes, or has a form that no stream can carry.
        public static let invalid = Reason("invalid")
        /// The log cannot be reached just now; the same may succeed later.
        public static let unavailable = Reason("unavailable")
        /// The log has been shut down.
        public static let closed = Reason("closed")
    }

    public let reason: Reason
    /// One sentence; holds nothing of an event.
    public let message: String

    public init(_ reason: Reason, _ message: String) {
        self.reason = reason
        self.message = message
    }

    public var description: String { "\(reason.name): \(message)" }
}
