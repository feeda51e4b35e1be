/// The outbox: what has happened, written in the transaction in which it does.
enum ChangeTable {
    /// Rows that one write forgets at most: more than it adds, so that what is too much goes away in time.
    private static let forgotten = 8

    /// Stores events under the next ids, and forgets a few that are kept no longer.
    ///
    /// Comes last in a transaction: who has taken an id is alone until its end, so that ids rise in the order of commits, and a reader that
    /// has seen one has seen all below it.
    static func append(_ events: [ChangeEvent], _ retention: ChangeRetention, at now: Instant, _ db: any SQLConnection) throws {
        guard !events.isEmpty else { return }
        let last = try Counters.nextEvents(events.count, db)
        for (index, event) in events.enumerated() {
            try insert(event, id: last - events.count + 1 + index, db)
        }
        try prune(retention, last: last, at: now, db)
    }

    /// The same for one event that has to know its id.
    static func append(
        _ retention: ChangeRetention, at now: Instant, _ db: any SQLConnection, _ make: (_ id: Int) -> ChangeEvent
    ) throws {
        let id = try Counters.nextEvents(1, db)
        try insert(make(id), id: id, db)
        try prune(retention, last: id, at: now, db)
    }

    /// Events above `position`, and how far they go back and forward.
    static func page(after position: Int, limit: Int, _ db: any SQLConnection) throws -> ChangePage {
        let newest = try Counters.lastEvent(db)
        let oldest: Int? = try db.value("SELECT id FROM change_events ORDER BY id LIMIT 1")
        let sql = """
            SELECT id, type, key, at, ticket, account_id, payload FROM change_events WHERE id > ? ORDER BY id LIMIT \(max(1, limit))
            """
        let events = try db.rows(sql, [SQLValue(position)]).map(event)
        return ChangePage(events: events, oldest: oldest ?? newest + 1, newest: newest)
    }

    private static func insert(_ event: ChangeEvent, id: Int, _ db: any SQLConnection) throws {
        try db.execute(
            "INSERT INTO change_events (id, type, key, at, ticket, account_id, payload) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                SQLValue(id), .text(event.kind.rawValue), .text(event.key), SQLValue(event.time), SQLValue(event.ticket),
                SQLValue(event.accountID), .text(event.payload),
            ])
    }

    private static func prune(_ retention: ChangeRetention, last: Int, at now: Instant, _ db: any SQLConnection) throws {
        // A few at a time, and never a search for them: the oldest are where the key begins.
        try db.execute(
            """
            DELETE FROM change_events WHERE (at < ? OR id <= ?)
            AND id IN (SELECT id FROM change_events ORDER BY id LIMIT \(forgotten))
            """, [SQLValue(now.adding(seconds: -retention.seconds)), SQLValue(last - retention.count)])
    }

    private static func event(_ row: SQLRow) throws -> ChangeEvent {
        let type: String = try row[1]
        guard let kind = ChangeEvent.Kind(rawValue: type) else { throw SQLError.unexpected("an event of type \(type)") }
        return try ChangeEvent(
            id: row[0], kind: kind, key: row[2], time: row[3], ticket: row[4], accountID: row[5], payload: row[6])
    }
}
