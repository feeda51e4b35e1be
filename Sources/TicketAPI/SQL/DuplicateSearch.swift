/// Tickets that may be about the same thing as a new one.
enum DuplicateSearch {
    /// So long after a ticket, another of the same title for the same account is probably the same.
    static let seconds: Int64 = 600
    private static let count = 5

    /// Newest first. Closed tickets do not count.
    static func run(_ ticket: Ticket, at now: Instant, _ db: any SQLConnection) throws -> [Ticket] {
        let sql = """
            SELECT t.id FROM tickets t JOIN statuses s ON s.id = t.status_id
            WHERE t.created_at > ? AND t.title_search = ? AND t.account_id \(db.dialect.isSame) CAST(? AS BIGINT) AND s.phase <> 'closed'
            ORDER BY t.id DESC LIMIT \(count)
            """
        let title = TicketText(ticket).title
        let rows = try db.rows(sql, [SQLValue(now.adding(seconds: -seconds)), .text(title), SQLValue(ticket.account?.id)])
        return try TicketTable.tickets(rows.map { try $0[0] }, description: false, db)
    }
}
