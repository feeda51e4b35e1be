/// One page of a ticket's history, as asked for.
public struct HistoryQuery: Sendable, Equatable {
    public var limit = 10
    public var descending = true
    /// Nil for public and internal entries.
    public var visibility: HistoryEntry.Visibility?
    /// The seq of the last entry of the page before.
    public var after: Int?

    public init() {}

    /// Reads the query string of `GET /tickets/{ref}/history`; also returns what its cursors are bound to.
    static func parse(
        _ query: String?, of ticket: TicketReference, _ seal: CursorSeal
    ) throws(Problem) -> (query: HistoryQuery, scope: Cursor.Scope) {
        var reader = QueryReader(query)
        var parsed = HistoryQuery()
        parsed.limit = reader.integer("limit", in: Limits.history) ?? parsed.limit
        parsed.descending = reader.choice("order", [("asc", false), ("desc", true)]) ?? true
        parsed.visibility = reader.choice("visibility", HistoryEntry.Visibility.allCases.map { ($0.rawValue, $0) })
        let scope = reader.scope("history \(ticket.id) \(parsed.descending)", seal)
        parsed.after = reader.cursor(count: 1, scope)?.first
        try reader.finish()
        return (parsed, scope)
    }
}
