/// One page of a ticket listing, as asked for.
public struct TicketQuery: Sendable, Equatable {
    public var filter = TicketFilter()
    public var sort = TicketSort()
    public var limit = 20
    /// Nil for the first page.
    public var walk: TicketWalk?
    /// When the query was made; the walk begins then.
    public var now = Instant(milliseconds: 0)
    public var includesTotal = false
    public var fields = TicketFields.summary

    public init() {}
}
