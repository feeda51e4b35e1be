internal import GRDB

/// Reading and writing rows of `history`.
enum HistoryTable {
    private static let select = """
        SELECT h.id, h.seq, h.kind, h.visibility, h.body, h.changes, h.minutes_spent, h.occurred_at, h.created_at, h.ticket_version,
        u.id, u.name, ch.id, ch.key, ch.name, ch.active
        FROM history h LEFT JOIN users u ON u.id = h.author_id LEFT JOIN request_channels ch ON ch.id = h.channel_id
        WHERE h.ticket_id = ?
        """

    static func page(of ticketID: Int, _ query: HistoryQuery, _ db: Database) throws -> Slice<HistoryEntry> {
        var arguments: StatementArguments = [ticketID]
        var sql = select
        if let after = query.after {
            sql += " AND h.seq \(query.descending ? "<" : ">") ?"
            arguments += [after]
        }
        sql += " ORDER BY h.seq \(query.descending ? "DESC" : "ASC") LIMIT \(query.limit + 1)"
        let rows = try Row.fetchAll(db, sql: sql, arguments: arguments).map(entry)
        return Slice(rows, limit: query.limit) { [$0.seq] }
    }

    /// The entries that made the versions after `version`, oldest first and at most 100.
    static func since(version: Int, of ticketID: Int, _ db: Database) throws -> [HistoryEntry] {
        let sql = select + " AND h.ticket_version > ? ORDER BY h.seq LIMIT 100"
        return try Row.fetchAll(db, sql: sql, arguments: [ticketID, version]).map(entry)
    }

    /// Stores the entry and gives it its id.
    static func insert(_ entry: inout HistoryEntry, ticketID: Int, _ db: Database) throws {
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO history (ticket_id, seq, kind, visibility, body, author_id, channel_id, changes, minutes_spent,
                occurred_at, created_at, ticket_version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        let changes = entry.changes.isEmpty ? "[]" : JSONValue.array(entry.changes.map(\.json)).text
        let values: [(any DatabaseValueConvertible)?] = [
            ticketID, entry.seq, entry.kind.rawValue, entry.visibility.rawValue, entry.body, entry.author?.id, entry.channel?.id,
            changes, entry.minutesSpent, entry.occurredAt.milliseconds, entry.createdAt.milliseconds, entry.ticketVersion,
        ]
        try statement.execute(arguments: StatementArguments(values))
        entry.id = Int(db.lastInsertedRowID)
    }

    private static func entry(_ row: Row) throws -> HistoryEntry {
        HistoryEntry(
            id: row[0], seq: row[1], kind: HistoryEntry.Kind(rawValue: row[2]) ?? .system,
            visibility: HistoryEntry.Visibility(rawValue: row[3]) ?? .internal, body: row[4], author: TicketRow.named(row, 10),
            channel: (row[12] as Int?).map { _ in TicketRow.channel(row, 12) }, changes: try changes(row[5]), minutesSpent: row[6],
            occurredAt: Instant(milliseconds: row[7]), createdAt: Instant(milliseconds: row[8]), ticketVersion: row[9])
    }

    private static func changes(_ text: String) throws -> [FieldChange] {
        guard text != "[]", case .array(let values) = try JSONValue(parsing: Array(text.utf8)) else { return [] }
        return values.compactMap(FieldChange.init(json:))
    }
}
