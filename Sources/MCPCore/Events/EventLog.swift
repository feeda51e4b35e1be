/// Keeps the latest events, in one order for all who read them.
///
/// A log may stand in this process or be shared by many; then all of them see the same events at the same positions. So nobody is told of
/// an event because it was appended here: it is told when it comes back by ``follow(_:)``.
///
/// Safe to use from any thread. `EventLogCompliance` of MCPTesting holds an implementation to what stands here.
public protocol EventLog: Sendable {
    /// Appends events in their order, each with a position behind all others. One whose key is known is not appended; a log remembers keys
    /// for as long as it keeps events, at least.
    /// - Returns: a receipt for each.
    /// - Throws: ``EventLogError``. Events before the one that failed may have been appended.
    @discardableResult
    func append(_ drafts: [EventDraft]) async throws(EventLogError) -> [EventReceipt]

    /// What came after a position, oldest first.
    /// - Parameter position: of an event, or any other; nil for what is oldest.
    func read(after position: EventPosition?, limit: Int) async throws(EventLogError) -> EventPage

    /// Tells of every event that is appended from now on, by whomever, in the order of positions.
    ///
    /// A memory that has nothing to wait for calls `receive` before ``append(_:)`` returns, or when the call that is under way has ended.
    /// - Parameter receive: is called by one thread at a time, and must not block. What it is told first is ``EventLogChange/begins(after:)``.
    func follow(_ receive: @escaping @Sendable (EventLogChange) -> Void) -> EventFollowing
}

/// Part of a log.
public struct EventPage: Sendable {
    public let events: [ServerEvent]
    /// Something that came after the position is not kept any more, or the position is none of this log: what was missed is not known.
    public let isGap: Bool
    /// The first event that is kept; nil where there is none.
    public let oldest: EventPosition?

    public init(_ events: [ServerEvent], isGap: Bool, oldest: EventPosition?) {
        self.events = events
        self.isGap = isGap
        self.oldest = oldest
    }
}

/// What a log tells of itself.
public enum EventLogChange: Sendable {
    /// Everything that comes after a position will be told. A second time: what came between may have been missed, and must be read.
    case begins(after: EventPosition)
    case appended([ServerEvent])
}

/// Somebody follows a log, until it is cancelled.
public final class EventFollowing: Sendable {
    private let onCancel: @Sendable () -> Void

    /// - Parameter onCancel: may be called several times.
    public init(onCancel: @escaping @Sendable () -> Void) {
        self.onCancel = onCancel
    }

    /// Ends it; a call that is under way may still end.
    public func cancel() { onCancel() }
}
