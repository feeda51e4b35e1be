/// Bounds on what a broadcaster does for its subscribers.
public struct EventLimits: Sendable, Hashable {
    /// Events that wait for one slow reader; beyond, its subscription ends.
    public var queuedEvents = 256
    /// Subscriptions that ended and are remembered for the statistics.
    public var departures = 100

    public init() {}
}
