internal import MCPCore

/// Which tickets a report is about.
struct ReportFilter: Sendable {
    let query: String?
    let status: [Reference]?
    let statusGroup: [StatusGroup]?
    let assignee: Reference?
    let account: Reference?
    let requester: Reference?
    let categories: [Reference]?
    let channels: [Reference]?
    let priorities: [Priority]?
    let tags: [String]?
    let createdFrom, createdTo, updatedFrom, updatedTo: TimeInput?

    static let schema = Schema<ReportFilter>.object(
        optional("query", .words(200)),
        optional("status", .list(of: .reference, 20)),
        optional("status_group", .list(of: .choice, 5)),
        optional("assignee_id", .reference),
        optional("account_id", .reference),
        optional("requester_id", .reference),
        optional("category_id", .list(of: .reference, 20)),
        optional("request_channel_id", .list(of: .reference, 10)),
        optional("priority", .list(of: .choice, 4)),
        optional("tag", .list(of: .words(50), 20)),
        optional("created_from", .time),
        optional("created_to", .time),
        optional("updated_from", .time),
        optional("updated_to", .time),
        build: ReportFilter.init
    ).acceptingShortNames(of: "assignee_id", "account_id", "requester_id", "category_id", "request_channel_id")

    /// All tickets.
    static let none = ReportFilter(
        query: nil, status: nil, statusGroup: nil, assignee: nil, account: nil, requester: nil, categories: nil, channels: nil,
        priorities: nil, tags: nil, createdFrom: nil, createdTo: nil, updatedFrom: nil, updatedTo: nil)

    func tickets(sort: TicketSort, order: SortOrder, withDescription: Bool = false) -> TicketFilter {
        TicketFilter(
            query: query, status: status, statusGroup: statusGroup, assignee: assignee, account: account, requester: requester,
            categories: categories, details: nil, channels: channels, priorities: priorities, tags: tags, createdFrom: createdFrom,
            createdTo: createdTo, updatedFrom: updatedFrom, updatedTo: updatedTo, dueFrom: nil, dueTo: nil, overdue: nil, unassigned: nil,
            sort: sort, order: order, fields: withDescription ? [.description] : nil, limit: 100, cursor: nil, includeTotal: nil,
            format: nil)
    }
}
