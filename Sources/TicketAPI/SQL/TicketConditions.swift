/// A filter in SQL.
enum TicketConditions {
    /// For rows that are looked at one by one.
    static func probing(_ filter: TicketFilter, _ dialect: SQLDialect) -> SQLCondition {
        make(filter, dialect) { "EXISTS (SELECT 1 FROM ticket_tags tt WHERE tt.tag = ? AND tt.ticket_id = t.id)" }
    }

    /// For finding rows through whatever index is best.
    static func joining(_ filter: TicketFilter, _ dialect: SQLDialect) -> SQLCondition {
        make(filter, dialect) { "t.id IN (SELECT ticket_id FROM ticket_tags WHERE tag = ?)" }
    }

    private static func make(_ filter: TicketFilter, _ dialect: SQLDialect, hasTag: () -> String) -> SQLCondition {
        var condition = SQLCondition()
        condition.add("t.status_id", in: filter.statusIDs)
        if !filter.statusGroups.isEmpty {
            let marks = SQLCondition.marks(filter.statusGroups.count)
            condition.add(
                "t.status_id IN (SELECT id FROM statuses WHERE phase IN (\(marks)))", filter.statusGroups.map { .text($0.rawValue) })
        }
        switch filter.assignee {
        case nil: break
        case .nobody: condition.add("t.assignee_id IS NULL")
        case .user(let id): condition.add("t.assignee_id", equals: SQLValue(id))
        }
        condition.add("t.account_id", equals: SQLValue(filter.accountID))
        condition.add("t.requester_id", equals: SQLValue(filter.requesterID))
        condition.add("t.category_id", in: filter.categoryIDs)
        condition.add("t.category_detail_id", in: filter.categoryDetailIDs)
        condition.add("t.request_channel_id", in: filter.requestChannelIDs)
        condition.add("t.priority", in: filter.priorities.map(\.rawValue))
        for tag in filter.tags { condition.add(hasTag(), [.text(tag.searchForm)]) }
        condition.add("t.created_at", within: filter.created)
        condition.add("t.updated_at", within: filter.updated)
        condition.add("t.due_at", within: filter.due)
        if let now = filter.overdueAt {
            condition.add(
                "t.due_at < ? AND t.status_id NOT IN (SELECT id FROM statuses WHERE phase IN ('resolved', 'closed'))", [SQLValue(now)])
        }
        if let text = filter.text { condition.add(dialect.contains("t.search"), [.text(SearchQuery(text).marked)]) }
        return condition
    }
}
