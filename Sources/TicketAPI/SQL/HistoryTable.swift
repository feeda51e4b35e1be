/// Reading and writing rows of `history`.
enum HistoryTable {
    private static let select = """
        SELECT h.id, h.seq, h.kind, h.visibility, h.body, h.changes, h.minutes_spent, h.occurred_at, h.created_at, h.ticket_version,
        u.id, u.name, ch.id, ch.key, ch.name, ch.active
        FROM history h LEFT JOIN users u ON u.id = h.author_id LEFT JOIN request_channels ch ON ch.id = h.channel_id
        WHERE h.ticket_id = ?
        """

    static func page(of ticketID: Int, _ query: HistoryQuery, _ db: any SQLConnection) throws -> Slice<HistoryEntry> {
        var arguments = [SQLValue(ticketID)]
        var sql = select
        if let after = query.after {
            sql += " AND h.seq \(query.descending ? "<" : ">") ?"
            arguments.append(SQLValue(after))
        }
        if let visibility = query.visibility {
            sql += " AND h.visibility = ?"
            arguments.append(.text(visibility.rawValue))
        }
        sql += " ORDER BY h.seq \(query.descending ? "DESC" : "ASC") LIMIT \(query.limit + 1)"
        return Slice(try db.rows(planning: sql, arguments).map(entry), limit: query.limit) { [$0.seq] }
    }

    /// The entries that made the versions after `version`, oldest first and at most 100.
    static func since(version: Int, of ticketID: Int, _ db: any SQLConnection) throws -> [HistoryEntry] {
        let sql = select + " AND h.ticket_version > ? ORDER BY h.seq LIMIT 100"
        return try db.rows(sql, [SQLValue(ticketID), SQLValue(version)]).map(entry)
    }

    /// Stores the entry and gives it its id.
    static func insert(_ entry: inout HistoryEntry, ticketID: Int, _ db: any SQLConnection) throws {
        let sql = "INSERT INTO history (\(columns.joined(separator: ", "))) VALUES (\(SQLCondition.marks(columns.count))) RETURNING id"
        guard let id: Int = try db.value(sql, values(of: entry, ticketID)) else { throw SQLError.unexpected("no id") }
        entry.id = id
    }

    /// Stores many entries, whose ids nobody needs to know.
    static func insert(_ entries: [(ticketID: Int, entry: HistoryEntry)], _ db: any SQLConnection) throws {
        try BulkInsert.run("history", columns, entries.map { values(of: $0.entry, $0.ticketID) }, db)
    }

    private static let columns = [
        "ticket_id", "seq", "kind", "visibility", "body", "author_id", "channel_id", "changes", "minutes_spent", "occurred_at",
        "created_at", "ticket_version",
    ]

    private static func values(of entry: HistoryEntry, _ ticketID: Int) -> [SQLValue] {
        let changes = entry.changes.isEmpty ? "[]" : JSONValue.array(entry.changes.map(\.json)).text
        return [
            SQLValue(ticketID), SQLValue(entry.seq), .text(entry.kind.rawValue), .text(entry.visibility.rawValue), .text(entry.body),
            SQLValue(entry.author?.id), SQLValue(entry.channel?.id), .text(changes), SQLValue(entry.minutesSpent),
            SQLValue(entry.occurredAt), SQLValue(entry.createdAt), SQLValue(entry.ticketVersion),
        ]
    }

    private static func entry(_ row: SQLRow) throws -> HistoryEntry {
        try HistoryEntry(
            id: row[0], seq: row[1], kind: HistoryEntry.Kind(rawValue: row[2]) ?? .system,
            visibility: HistoryEntry.Visibility(rawValue: row[3]) ?? .internal, body: row[4], author: TicketRow.named(row, 10),
            channel: (row[12] as Int?).map { _ in try TicketRow.channel(row, 12) }, changes: changes(row[5]), minutesSpent: row[6],
            occurredAt: row[7], createdAt: row[8], ticketVersion: row[9])
    }

    private static func changes(_ text: String) throws -> [FieldChange] {
        guard text != "[]", case .array(let values) = try JSONValue(parsing: Array(text.utf8)) else { return [] }
        return values.compactMap(FieldChange.init(json:))
    }
}
