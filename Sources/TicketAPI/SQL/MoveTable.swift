/// Where tickets stood in every order before each of their changes, for walks that began then.
enum MoveTable {
    /// Records where the ticket stands now, before the change numbered `change`; and forgets what no walk can ask for any more.
    static func record(_ id: Int, change: Int, at now: Instant, _ db: any SQLConnection) throws {
        try db.execute(
            """
            INSERT INTO ticket_moves (change, prior_change, ticket_id, at, title_search, priority, due_at, updated_at)
            SELECT CAST(? AS BIGINT), change, id, CAST(? AS BIGINT), title_search, priority, due_at, updated_at FROM tickets WHERE id = ?
            """, [SQLValue(change), SQLValue(now), SQLValue(id)])
        let past = now.adding(seconds: -TicketWalk.seconds - 3600)
        // A few at a time, and never a search for them: the oldest are where the key begins.
        try db.execute(
            "DELETE FROM ticket_moves WHERE at < ? AND change IN (SELECT change FROM ticket_moves ORDER BY change LIMIT 8)",
            [SQLValue(past)])
    }
}
