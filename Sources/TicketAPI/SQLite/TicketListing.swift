internal import GRDB

/// Builds and runs the SQL of `GET /tickets`.
struct TicketListing {
    let query: TicketQuery
    let search: any TextSearch

    func run(_ db: Database) throws -> Slice<Ticket> {
        let filter = condition
        let key = sortKey
        var page = filter
        let comparison = query.sort.descending ? "<" : ">"
        if let after = query.after, after.count == 2 {
            page.add("(\(key.sql), t.id) \(comparison) (?, ?)", key.arguments.map { $0 as any DatabaseValueConvertible } + after)
        }
        let order = query.sort.descending ? "DESC" : "ASC"
        let sql = """
            SELECT \(TicketTable.columns(description: query.includesDescription)), \(key.sql)\(TicketTable.joins)\(page.sql)
            ORDER BY 44 \(order), t.id \(order) LIMIT \(query.limit + 1)
            """
        let arguments = StatementArguments(key.arguments) + page.arguments
        let rows = try Row.fetchAll(db, sql: sql, arguments: arguments).map { (ticket: TicketRow.ticket($0), key: $0[43] as Int) }
        let total = try query.includesTotal ? count(filter, db) : nil
        let slice = Slice(rows, limit: query.limit, total: total) { [$0.key, $0.ticket.id] }
        return Slice(rows: slice.rows.map(\.ticket), total: slice.total, next: slice.next)
    }

    private func count(_ condition: SQLCondition, _ db: Database) throws -> Int {
        let sql = "SELECT count(*) FROM tickets t JOIN statuses s ON s.id = t.status_id" + condition.sql
        return try Int.fetchOne(db, sql: sql, arguments: condition.arguments) ?? 0
    }

    /// One integer per row; rows without a due time come last in either direction.
    private var sortKey: (sql: String, arguments: [String]) {
        switch query.sort.key {
        case .updatedAt: ("t.updated_at", [])
        case .createdAt: ("t.created_at", [])
        case .dueAt: ("coalesce(t.due_at, \(query.sort.descending ? Int64.min + 1 : Int64.max))", [])
        case .priority: ("t.priority", [])
        case .number: ("t.id", [])
        case .relevance: query.filter.text.map(search.rank) ?? ("0 + 0", [])
        }
    }

    private var condition: SQLCondition {
        let filter = query.filter
        var condition = SQLCondition()
        if let text = filter.text { search.restrict(&condition, to: text) }
        condition.add("t.status_id", in: filter.statusIDs)
        condition.add("s.phase", in: filter.statusGroups.map(\.rawValue))
        switch filter.assignee {
        case nil: break
        case .nobody: condition.add("t.assignee_id IS NULL")
        case .user(let id): condition.add("t.assignee_id", equals: id)
        }
        condition.add("t.account_id", equals: filter.accountID)
        condition.add("t.requester_id", equals: filter.requesterID)
        condition.add("t.category_id", in: filter.categoryIDs)
        condition.add("t.category_detail_id", in: filter.categoryDetailIDs)
        condition.add("t.request_channel_id", in: filter.requestChannelIDs)
        condition.add("t.priority", in: filter.priorities.map(\.rawValue))
        for tag in filter.tags {
            condition.add("EXISTS (SELECT 1 FROM ticket_tags tt WHERE tt.tag = ? AND tt.ticket_id = t.id)", [tag.searchForm])
        }
        condition.add("t.created_at", within: filter.created)
        condition.add("t.updated_at", within: filter.updated)
        condition.add("t.due_at", within: filter.due)
        if let now = filter.overdueAt {
            condition.add("t.due_at < ? AND s.phase NOT IN ('resolved', 'closed')", [now.milliseconds])
        }
        return condition
    }
}
