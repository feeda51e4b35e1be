/// One page of `GET /tickets`.
///
/// Small pages of large tables are a question of where to look first. Most often the page is full after a short stretch of the index
/// that gives the order; only when it is not, other indexes are asked. How that is done never shows in the answer.
struct TicketListing: Sendable {
    let query: TicketQuery
    let dialect: SQLDialect
    let tuning: ListingTuning

    /// A ticket and where it stands in the order.
    private struct Hit {
        let key: Int
        let id: Int
    }

    func run(_ db: any SQLConnection) throws -> Slice<Ticket> {
        let horizon = try query.walk?.change ?? Counters.lastChange(db)
        var hits = try settled(horizon, db)
        if query.walk != nil, order.canMove {
            hits += try moved(horizon, db)
            hits.sort { query.sort.descending ? ($0.key, $0.id) > ($1.key, $1.id) : ($0.key, $0.id) < ($1.key, $1.id) }
        }
        let page = hits.prefix(query.limit)
        let tickets = try TicketTable.tickets(page.map(\.id), description: query.fields.contains("description"), db)
        let total = try query.includesTotal ? count(db) : nil
        guard hits.count > query.limit, let last = page.last else { return Slice(rows: tickets, total: total) }
        let walk = TicketWalk(key: last.key, id: last.id, change: horizon, began: query.walk?.began ?? query.now)
        return Slice(rows: tickets, total: total, next: walk.keyset)
    }

    private var order: TicketOrder { TicketOrder(query, dialect) }
    private var wanted: Int { query.limit + 1 }

    /// Tickets that stand where they stood when the walk began.
    private func settled(_ horizon: Int, _ db: any SQLConnection) throws -> [Hit] {
        var filter = TicketConditions.probing(query.filter, dialect)
        let isPlain = filter.isEmpty
        if query.walk != nil, order.canMove { filter.add("t.change <= ?", [SQLValue(horizon)]) }
        let tickets = "tickets t"
        guard !isPlain else { return try select(tickets, filter, db) }
        if let index = order.index {
            guard let end = try windowEnd(db) else { return try select(tickets, filter, db) }
            var near = filter
            near.add(order.notAfter(end.key, end.id))
            let hits = try select(dialect == .sqlite ? "\(tickets) \(index)" : tickets, near, db)
            if hits.count == wanted { return hits }
        }
        var whole = TicketConditions.joining(query.filter, dialect)
        if query.walk != nil, order.canMove { whole.add("t.change <= ?", [SQLValue(horizon)]) }
        guard let candidates = try candidates(db) else { return try select(tickets, whole, db) }
        let key = order.key("t")
        if let walk = query.walk { whole.add(order.after(walk.key, walk.id, "t")) }
        let direction = query.sort.descending ? "DESC" : "ASC"
        let sql = """
            SELECT key, id FROM (SELECT \(key.sql) AS key, t.id AS id FROM (\(candidates.sql)) m
            \(dialect.join) tickets t ON t.id = m.id\(whole.sql)\(dialect.fence)) x
            ORDER BY 1 \(direction), 2 \(direction) LIMIT \(wanted)
            """
        return try db.rows(planning: sql, key.arguments + [candidates.argument] + whole.arguments).map { try Hit(key: $0[0], id: $0[1]) }
    }

    /// Tickets that have changed since the walk began, where they stood before.
    private func moved(_ horizon: Int, _ db: any SQLConnection) throws -> [Hit] {
        var condition = SQLCondition()
        condition.add("m.change > ? AND m.prior_change <= ?", [SQLValue(horizon), SQLValue(horizon)])
        condition.add(TicketConditions.probing(query.filter, dialect))
        return try select("ticket_moves m \(dialect.join) tickets t ON t.id = m.ticket_id", condition, on: "m", db)
    }

    private func select(
        _ source: String, _ condition: SQLCondition, on alias: String = "t", _ db: any SQLConnection
    ) throws -> [Hit] {
        let key = order.key(alias)
        var condition = condition
        if let walk = query.walk { condition.add(order.after(walk.key, walk.id, alias)) }
        let direction = query.sort.descending ? "DESC" : "ASC"
        let sql = "SELECT \(key.sql), t.id FROM \(source)\(condition.sql) ORDER BY 1 \(direction), 2 \(direction) LIMIT \(wanted)"
        return try db.rows(planning: sql, key.arguments + condition.arguments).map { try Hit(key: $0[0], id: $0[1]) }
    }

    /// Where the window ends; nil when the order does.
    private func windowEnd(_ db: any SQLConnection) throws -> Hit? {
        let key = order.key("t")
        var condition = SQLCondition()
        if let walk = query.walk { condition.add(order.after(walk.key, walk.id, "t")) }
        let direction = query.sort.descending ? "DESC" : "ASC"
        let sql = """
            SELECT \(key.sql), t.id FROM tickets t\(condition.sql) ORDER BY 1 \(direction), 2 \(direction) LIMIT 1 OFFSET \(tuning.window(dialect, hasText: query.filter.text != nil))
            """
        return try db.rows(sql, key.arguments + condition.arguments).first.map { try Hit(key: $0[0], id: $0[1]) }
    }

    /// What the full text index has to say, unless it is too much to be of use.
    private func candidates(_ db: any SQLConnection) throws -> (sql: String, argument: SQLValue)? {
        guard let text = query.filter.text else { return nil }
        let terms = SearchQuery(text).terms
        guard !terms.isEmpty else { return nil }
        let candidates = SearchIndex.candidates(terms, dialect)
        guard query.sort.key != .relevance else { return candidates }
        let sql = "SELECT count(*) FROM (\(candidates.sql) LIMIT \(tuning.manyCandidates)) m"
        let count: Int = try db.value(sql, [candidates.argument]) ?? 0
        return count < tuning.manyCandidates ? candidates : nil
    }

    private func count(_ db: any SQLConnection) throws -> Int {
        let condition = TicketConditions.joining(query.filter, dialect)
        let terms = query.filter.text.map { SearchQuery($0).terms } ?? []
        guard !terms.isEmpty else {
            return try db.rows(planning: "SELECT count(*) FROM tickets t" + condition.sql, condition.arguments).first?[0] ?? 0
        }
        let candidates = SearchIndex.candidates(terms, dialect)
        let sql = "SELECT count(*) FROM (\(candidates.sql)) m \(dialect.join) tickets t ON t.id = m.id" + condition.sql
        return try db.rows(planning: sql, [candidates.argument] + condition.arguments).first?[0] ?? 0
    }
}
