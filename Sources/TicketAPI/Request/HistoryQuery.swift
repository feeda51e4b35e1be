/// One page of a ticket's history, as asked for.
public struct HistoryQuery: Sendable, Equatable {
    public var limit = 10
    public var descending = true
    /// The seq of the last entry of the page before.
    public var after: Int?

    public init() {}

    /// Reads the query string of `GET /tickets/{ref}/history`; also returns what its cursors are bound to.
    static func parse(_ query: String?, of ticket: TicketReference) throws(Problem) -> (query: HistoryQuery, fingerprint: StableHash) {
        var reader = QueryReader(query)
        var parsed = HistoryQuery()
        parsed.limit = reader.integer("limit", in: Limits.history) ?? parsed.limit
        parsed.descending = reader.choice("order", [("asc", false), ("desc", true)]) ?? true
        let fingerprint = reader.fingerprint("history \(ticket.id) \(parsed.descending)")
        parsed.after = reader.cursor(count: 1, fingerprint: fingerprint)?.first
        try reader.finish()
        return (parsed, fingerprint)
    }
}
