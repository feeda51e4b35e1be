/// Where a subscription's events go.
///
/// One thread at a time calls ``take(_:)`` and ``gap(after:oldest:)``; ``ended(_:)`` may come while one is under way. None may block.
public protocol EventSink: Sendable {
    /// Takes events that belong together if they are batched, one after the other if not.
    func take(_ events: [ServerEvent]) -> EventUptake

    /// What came behind a position is not known any more; what is there still comes next.
    /// - Parameter oldest: the first that is kept, if there is any.
    func gap(after position: EventPosition, oldest: EventPosition?)

    /// Suspends until more can be taken, or the reader is gone.
    func drained() async

    /// Nothing more comes.
    func ended(_ end: EventSubscription.End)
}

extension EventSink {
    public func gap(after position: EventPosition, oldest: EventPosition?) {}
    public func drained() async {}
    public func ended(_ end: EventSubscription.End) {}
}

/// What a sink says to events that it was given.
public enum EventUptake: Sendable, Hashable {
    /// They were taken.
    case taken
    /// They were taken; more would be too much for now.
    case full
    /// Nobody is there any more.
    case gone
}
