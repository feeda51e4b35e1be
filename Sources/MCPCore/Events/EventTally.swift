internal import Synchronization

/// Counts what broadcasters do, also those that came to an end: several may share one. For metrics; ``EventBroadcaster/statistics`` tells
/// more of one of them. Safe to use from any thread.
public final class EventTally: Sendable {
    let told = Atomic(0)
    let known = Atomic(0)
    let overflows = Atomic(0)

    public init() {}

    /// Events that logs told of.
    public var eventsTold: Int { told.load(ordering: .relaxed) }
    /// Events that were published here and known already.
    public var eventsKnown: Int { known.load(ordering: .relaxed) }
    /// Subscriptions that ended because their reader was too slow.
    public var slowReaders: Int { overflows.load(ordering: .relaxed) }
}
