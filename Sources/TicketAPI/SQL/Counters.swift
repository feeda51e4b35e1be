/// Numbers that are given out without gaps and in order.
enum Counters {
    /// The number of the next change. Who takes it is alone with it until the end of the transaction: what is visible is then always
    /// every change up to some number and none above.
    static func nextChange(_ db: any SQLConnection) throws -> Int { try next("change", db) }

    /// The id of the next ticket; taken after the number of its change, so that writers never wait for one another in a circle.
    static func nextTicket(_ db: any SQLConnection) throws -> Int { try next("ticket", db) }

    /// The last change that is visible.
    static func lastChange(_ db: any SQLConnection) throws -> Int {
        try db.value("SELECT value FROM counters WHERE name = 'change'") ?? 0
    }

    /// The ids of the next events: of so many, the last. Taken after every other number.
    static func nextEvents(_ count: Int, _ db: any SQLConnection) throws -> Int {
        let sql = "UPDATE counters SET value = value + ? WHERE name = 'event' RETURNING value"
        guard let value: Int = try db.value(sql, [SQLValue(count)]) else { throw SQLError.unexpected("counter event is missing") }
        return value
    }

    /// The last event that is visible.
    static func lastEvent(_ db: any SQLConnection) throws -> Int {
        try db.value("SELECT value FROM counters WHERE name = 'event'") ?? 0
    }

    static func setTicket(_ id: Int, _ db: any SQLConnection) throws {
        try db.execute("UPDATE counters SET value = ? WHERE name = 'ticket'", [SQLValue(id)])
    }

    private static func next(_ name: String, _ db: any SQLConnection) throws -> Int {
        let sql = "UPDATE counters SET value = value + 1 WHERE name = ? RETURNING value"
        guard let value: Int = try db.value(sql, [.text(name)]) else { throw SQLError.unexpected("counter \(name) is missing") }
        return value
    }
}
