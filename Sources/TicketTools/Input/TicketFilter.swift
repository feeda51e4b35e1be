internal import MCPCore

/// The arguments of `get_ticket_list`.
struct TicketFilter: Sendable {
    let query: String?
    let status: [Reference]?
    let statusGroup: [StatusGroup]?
    let assignee: Reference?
    let account: Reference?
    let requester: Reference?
    let categories: [Reference]?
    let details: [Reference]?
    let channels: [Reference]?
    let priorities: [Priority]?
    let tags: [String]?
    let createdFrom, createdTo, updatedFrom, updatedTo, dueFrom, dueTo: TimeInput?
    let overdue, unassigned: Bool?
    let sort: TicketSort
    let order: SortOrder
    let fields: [TicketField]?
    let limit: Int
    let cursor: String?
    let includeTotal: Bool?
    let format: TextFormat?

    /// An empty list is how some models write "nothing in particular".
    var shownFields: Set<TicketField> { fields.flatMap { $0.isEmpty ? nil : Set($0) } ?? TicketField.usual }

    static let schema = Schema<TicketFilter>.object(
        optional("query", "In number, title, description.", .words(200)),
        optional("status", "Keys, names, ids.", .list(of: .reference, 20)),
        optional("status_group", .list(of: .choice, 5)),
        optional("assignee_id", "Also \"me\", \"none\".", .reference),
        optional("account_id", "Also a code.", .reference),
        optional("requester_id", "Also \"me\".", .reference),
        optional("category_id", .list(of: .reference, 20)),
        optional("category_detail_id", .list(of: .reference, 20)),
        optional("request_channel_id", .list(of: .reference, 10)),
        optional("priority", .list(of: .choice, 4)),
        optional("tag", .list(of: .words(50), 20)),
        optional("created_from", .time),
        optional("created_to", .time),
        optional("updated_from", .time),
        optional("updated_to", .time),
        optional("due_from", .time),
        optional("due_to", .time),
        optional("overdue", .boolean),
        optional("unassigned", .boolean),
        defaulted("sort", .choice, .updatedAt, as: "updated_at"),
        defaulted("order", .choice, .desc, as: "desc"),
        optional("fields", "Instead of the usual; number always.", .list(of: .choice, 20)),
        defaulted("limit", .integer(1...100), 20, as: 20),
        optional("cursor", .cursor),
        optional("include_total", .boolean),
        listFormat(),
        build: TicketFilter.init
    ).acceptingShortNames(
        of: "assignee_id", "account_id", "requester_id", "category_id", "category_detail_id", "request_channel_id")
}
