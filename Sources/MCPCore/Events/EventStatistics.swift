/// What a broadcaster has done so far, and for whom it does it.
public struct EventStatistics: Sendable {
    /// A subscription at work.
    public struct Client: Sendable {
        public let name: String
        public let filter: String
        /// How long it has been there.
        public let age: Duration
        public let sent: Int
        /// Events that wait because the reader is slow, or for a batch to be full.
        public let queued: Int
        /// How long the oldest of them has waited.
        public let lag: Duration
        /// False while it still reads what it has missed.
        public let isLive: Bool
        public let position: EventPosition?
    }

    /// A subscription that ended.
    public struct Departure: Sendable {
        public let name: String
        public let end: EventSubscription.End
        public let sent: Int
        /// Events that it was not given any more; its reader comes back for them.
        public let dropped: Int
        /// How long ago.
        public let age: Duration
    }

    public let clients: [Client]
    /// The latest, newest last.
    public let departures: [Departure]
    /// Subscriptions in all, those that ended too.
    public let subscriptions: Int
    /// Subscriptions that ended because their reader was too slow.
    public let overflows: Int
    /// Events that the log told of.
    public let told: Int
    /// Events that were published here and known already.
    public let known: Int
    /// Events that were given to somebody, counted for each.
    public let sent: Int
    /// When the last event was told, since 1970.
    public let lastEvent: Duration?
    public let position: EventPosition?
}
