/// The order of a listing in SQL: one integer for each ticket, ties broken by id.
struct TicketOrder {
    private let sort: TicketSort
    private let text: SearchQuery?
    private let dialect: SQLDialect

    init(_ query: TicketQuery, _ dialect: SQLDialect) {
        sort = query.sort
        text = query.filter.text.map(SearchQuery.init)
        self.dialect = dialect
    }

    /// Whether a change of a ticket can change its place.
    var canMove: Bool {
        switch sort.key {
        case .updatedAt, .dueAt, .priority: true
        case .relevance: text != nil
        case .createdAt, .number: false
        }
    }

    /// The integer, of a row of `tickets` or, for what can move, of `ticket_moves`.
    func key(_ alias: String) -> (sql: String, arguments: [SQLValue]) {
        switch sort.key {
        case .updatedAt: return ("\(alias).updated_at", [])
        case .createdAt: return ("t.created_at", [])
        // Rows without a due time come last in either direction. The numbers are those of the indexes.
        case .dueAt: return ("coalesce(\(alias).due_at, \(sort.descending ? "-" : "")9223372036854775807)", [])
        case .priority: return ("\(alias).priority", [])
        case .number: return ("t.id", [])
        case .relevance:
            guard let text else { return ("t.id", []) }
            // A match at the start of the title counts most, then in the title, then anywhere.
            let title = "\(alias).title_search"
            let sql = "CASE WHEN \(dialect.begins(title)) THEN 3 WHEN \(dialect.contains(title)) THEN 2 ELSE 1 END"
            return (sql, [.text(text.marked), .text(text.marked)])
        }
    }

    /// How SQLite is told to use the index that gives this order; nil when there is none. PostgreSQL finds it.
    var index: String? {
        switch sort.key {
        case .updatedAt: "INDEXED BY tickets_updated"
        case .createdAt: "INDEXED BY tickets_created"
        case .dueAt: "INDEXED BY tickets_due_\(sort.descending ? "falling" : "rising")"
        case .priority: "INDEXED BY tickets_priority"
        case .number: "NOT INDEXED"
        case .relevance: text == nil ? "NOT INDEXED" : nil
        }
    }

    /// What comes after a place.
    func after(_ key: Int, _ id: Int, _ alias: String) -> SQLCondition { compare(sort.descending ? "<" : ">", key, id, alias) }

    /// What does not come after a place.
    func notAfter(_ key: Int, _ id: Int) -> SQLCondition { compare(sort.descending ? ">=" : "<=", key, id, "t") }

    private func compare(_ comparison: String, _ key: Int, _ id: Int, _ alias: String) -> SQLCondition {
        let own = self.key(alias)
        var condition = SQLCondition()
        condition.add("(\(own.sql), t.id) \(comparison) (?, ?)", own.arguments + [SQLValue(key), SQLValue(id)])
        return condition
    }
}
