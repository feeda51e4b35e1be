/// The rules for a new ticket.
enum TicketCreation {
    /// The ticket that `new` asks for, at version 1 and without an id. Throws every field that cannot be accepted.
    static func plan(_ new: NewTicket, references: References, actor: User, at now: Instant) throws(Problem) -> Ticket {
        var resolver = ReferenceResolver(references, errors: new.faults)
        let category = new.categoryID.flatMap { resolver.category($0) }
        let detail = new.categoryDetailID.flatMap { resolver.detail($0) }
        if let detail {
            if new.categoryID == nil {
                resolver.refuse("category_detail_id", "category_missing", "Give category_id \(detail.categoryID) with this detail.")
            } else if let category, detail.categoryID != category.id {
                let message = "Category detail \(detail.id) belongs to category \(detail.categoryID), not \(category.id)."
                resolver.refuse("category_detail_id", "not_in_category", message)
            }
        }
        let channel =
            new.requestChannelID.map { resolver.channel($0) } ?? references.channels.first { $0.key == RequestChannel.defaultKey }
        if channel == nil, new.requestChannelID == nil {
            resolver.refuse("request_channel_id", "required", "There is no default request channel; give one.")
        }
        let account = new.accountID.flatMap { resolver.account($0) }
        let requester = requester(of: new, &resolver)
        let assignee = new.assigneeID.flatMap { resolver.assignee($0) }
        guard let first = references.workflow.statuses.first(where: { $0.group == .new }) else {
            throw Problem(500, "no_initial_status", "Internal error", detail: "The workflow has no status of group new.")
        }
        try resolver.finish()
        guard let channel else { throw .validation(resolver.errors) }
        return Ticket(
            id: 0, title: new.title, description: new.description, status: first, priority: new.priority, category: category?.named,
            categoryDetail: detail?.named, requestChannel: channel, account: account, requester: requester, assignee: assignee?.named,
            tags: new.tags, dueAt: new.dueAt, firstResponseAt: nil, resolvedAt: nil, closedAt: nil, createdBy: actor.named,
            createdAt: now, updatedBy: actor.named, updatedAt: now, version: 1, historyCount: 1)
    }

    /// The entry every history begins with.
    static func firstEntry(of ticket: Ticket) -> HistoryEntry {
        HistoryEntry(
            id: 0, seq: 1, kind: .system, visibility: .internal, body: "Ticket created.", author: ticket.createdBy,
            channel: ticket.requestChannel, changes: [], minutesSpent: nil, occurredAt: ticket.createdAt, createdAt: ticket.createdAt,
            ticketVersion: 1)
    }

    private static func requester(of new: NewTicket, _ resolver: inout ReferenceResolver) -> Requester? {
        if let id = new.requesterID {
            if new.requesterName != nil || new.requesterContact != nil {
                resolver.refuse("requester_id", "conflict", "Give either requester_id, or requester_name and requester_contact.")
            }
            return resolver.user(id, "requester_id").map { Requester(id: $0.id, name: $0.name, contact: nil) }
        }
        if let name = new.requesterName { return Requester(id: nil, name: name, contact: new.requesterContact) }
        if new.requesterContact != nil {
            resolver.refuse("requester_name", "required", "requester_contact needs a requester_name.")
        }
        return nil
    }
}
