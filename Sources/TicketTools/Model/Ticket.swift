/// A whole ticket.
struct Ticket: Sendable, Hashable {
    let summary: TicketSummary
    let firstResponseAt: String?
    let resolvedAt: String?
    let closedAt: String?
    let createdBy: Named?
    let updatedBy: Named?
    /// Keys of the statuses that it may take next; nil where the API does not say.
    let allowedNext: [String]?
    let historyCount: Int?
    /// What the API says of it beside it.
    let notes: [String]

    var description: String { summary.description ?? "" }

    init(_ node: Node) throws(APIError) {
        summary = try TicketSummary(node)
        firstResponseAt = try node.optionalString("first_response_at")
        resolvedAt = try node.optionalString("resolved_at")
        closedAt = try node.optionalString("closed_at")
        createdBy = try node.optional("created_by", Named.init)
        updatedBy = try node.optional("updated_by", Named.init)
        allowedNext = try node.optional("allowed_next")?.map { next throws(APIError) in try next["key"].string }
        notes = try node.strings("notes")
        historyCount = try node.optionalInteger("history_count")
    }
}
