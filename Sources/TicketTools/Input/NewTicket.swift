internal import MCPCore

/// The arguments of `create_ticket`.
struct NewTicket: Sendable {
    struct Person: Sendable {
        let name: String
        let contact: String?
    }

    let title: String
    let description: String
    let category: Reference?
    let detail: Reference?
    let channel: Reference?
    let account: Reference?
    let requesterUser: Reference?
    let requester: Person?
    let assignee: Reference?
    let priority: Priority
    let dueAt: TimeInput?
    let tags: [String]?
    let key: String?
    let isDryRun: Bool?

    static let schema = Schema<NewTicket>.object(
        required("title", "One line.", .text(200)),
        required("description", .string(0...20_000)),
        optional("category_id", .reference),
        optional("category_detail_id", "One of that category.", .reference),
        optional("request_channel_id", "Also a key. Default: web.", .reference),
        optional("account_id", "Also a code.", .reference),
        optional("requester_id", "Also \"me\".", .reference),
        optional(
            "requester", "Somebody who is no user.",
            .object(
                required("name", .words(200)), optional("contact", "Mail, phone.", .words(200)), build: Person.init)),
        optional("assignee_id", "Also \"me\".", .reference),
        defaulted("priority", .choice, .normal, as: "normal"),
        optional("due_at", .time),
        optional("tags", .list(of: .words(50), 20)),
        optional("idempotency_key", "Repeating a call with its key makes nothing twice.", .idempotencyKey),
        optional("dry_run", "Only show what would happen.", .boolean),
        build: NewTicket.init
    ).acceptingShortNames(of: "category_id", "category_detail_id", "request_channel_id", "account_id", "assignee_id")
}
