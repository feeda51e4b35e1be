/// One page of a ticket listing, as asked for.
public struct TicketQuery: Sendable, Equatable {
    public var filter = TicketFilter()
    public var sort = TicketSort()
    public var limit = 20
    /// Sort value and id of the last row of the page before.
    public var after: [Int]?
    public var includesTotal = false
    public var includesDescription = false

    public init() {}
}
