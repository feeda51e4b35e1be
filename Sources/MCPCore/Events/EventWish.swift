/// What somebody wants to be told.
public struct EventWish: Sendable {
    /// For people: who it is.
    public var name: String
    public var filter: EventFilter
    /// Nil for every event by itself.
    public var batching: EventBatching?
    /// The last event that the reader has; nil for none before now.
    public var position: EventPosition?
    /// Not among the clients of the statistics.
    var isHidden = false

    public init(
        name: String, filter: EventFilter = .all, batching: EventBatching? = nil, after position: EventPosition? = nil
    ) {
        self.name = name
        self.filter = filter
        self.batching = batching
        self.position = position
    }
}
