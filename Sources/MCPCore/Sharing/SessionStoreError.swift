/// Why a store does not do what was asked.
public struct SessionStoreError: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Reason: Sendable, Hashable {
        /// The store cannot be reached just now, or has no room; the same may succeed in a moment.
        case unavailable
        /// The instance that a letter was for does not exist any more.
        case gone
        /// Too much waits for the instance that a letter was for.
        case full
    }

    public let reason: Reason
    /// For the operator; holds nothing of a session.
    public let message: String

    public init(_ reason: Reason, _ message: String) {
        self.reason = reason
        self.message = message
    }

    public var description: String { message }
}
