/// The rules for changing a ticket.
enum TicketChange {
    /// What `patch` makes of `ticket`: the new ticket, and the one history entry that tells of it (nil when nothing changes).
    static func plan(
        _ patch: TicketPatch, to ticket: Ticket, references: References, actor: User, at now: Instant
    ) throws(Problem) -> (ticket: Ticket, entry: HistoryEntry?) {
        var resolver = ReferenceResolver(references, errors: patch.faults)
        var changed = ticket
        if case .value(let title) = patch.title { changed.title = title }
        if case .value(let description) = patch.description { changed.description = description }
        if case .value(let priority) = patch.priority { changed.priority = priority }
        if let dueAt = patch.dueAt.update { changed.dueAt = dueAt }
        if case .value(let id) = patch.requestChannelID, let channel = resolver.channel(id) { changed.requestChannel = channel }
        if let account = patch.accountID.update { changed.account = account.flatMap { resolver.account($0) } }
        if let assignee = patch.assigneeID.update { changed.assignee = assignee.flatMap { resolver.assignee($0)?.named } }
        changeCategory(patch, &changed, &resolver)
        changeRequester(patch, &changed, &resolver)
        changeTags(patch, &changed, &resolver)
        if case .value(let reference) = patch.statusID,
            let status = resolver.status(reference, from: ticket.status, role: actor.role)
        {
            changed.enter(status, at: now)
        }
        try resolver.finish()

        let changes = ticket.changes(to: changed)
        let comment = patch.comment.update.flatMap(\.self) ?? ""
        guard !changes.isEmpty || !comment.isEmpty else { return (ticket, nil) }
        changed.touch(by: actor, at: now)
        let isStatusChange = changes.contains { $0.field == "status" }
        let kind: HistoryEntry.Kind = isStatusChange ? .statusChange : (changes.isEmpty ? .comment : .fieldChange)
        let entry = HistoryEntry(
            id: 0, seq: changed.historyCount, kind: kind, visibility: .internal, body: comment, author: actor.named, channel: nil,
            changes: changes, minutesSpent: nil, occurredAt: now, createdAt: now, ticketVersion: changed.version)
        return (changed, entry)
    }

    private static func changeCategory(_ patch: TicketPatch, _ ticket: inout Ticket, _ resolver: inout ReferenceResolver) {
        if let category = patch.categoryID.update {
            ticket.category = category.flatMap { resolver.category($0)?.named }
        }
        let categoryID = ticket.category?.id
        if case .value(let id) = patch.categoryDetailID {
            let isCategoryRefused = patch.categoryID.given != nil && categoryID == nil
            guard let detail = resolver.detail(id), !isCategoryRefused else { return }
            if detail.categoryID == categoryID {
                ticket.categoryDetail = detail.named
            } else {
                let owner = categoryID.map { "not \($0)" } ?? "and the ticket has no category"
                let message = "Category detail \(id) belongs to category \(detail.categoryID), \(owner)."
                resolver.refuse("category_detail_id", "not_in_category", message)
            }
        } else if patch.categoryDetailID.isNull {
            ticket.categoryDetail = nil
        } else if let detail = ticket.categoryDetail, resolver.references.details[detail.id]?.categoryID != categoryID {
            ticket.categoryDetail = nil
        }
    }

    private static func changeRequester(_ patch: TicketPatch, _ ticket: inout Ticket, _ resolver: inout ReferenceResolver) {
        let name = patch.requesterName.update
        let contact = patch.requesterContact.update
        if case .value(let id) = patch.requesterID {
            if name != nil || contact != nil {
                resolver.refuse("requester_id", "conflict", "Give either requester_id, or requester_name and requester_contact.")
            }
            if let user = resolver.user(id, "requester_id") {
                ticket.requester = Requester(id: user.id, name: user.name, contact: nil)
            }
            return
        }
        if patch.requesterID.isNull { ticket.requester = nil }
        if let name {
            let kept = ticket.requester?.id == nil ? ticket.requester?.contact : nil
            ticket.requester = name.map { Requester(id: nil, name: $0, contact: contact ?? kept) }
        } else if let contact {
            guard let requester = ticket.requester, requester.id == nil else {
                if contact != nil {
                    resolver.refuse("requester_name", "required", "requester_contact needs a requester_name.")
                }
                return
            }
            ticket.requester = Requester(id: nil, name: requester.name, contact: contact)
        }
    }

    private static func changeTags(_ patch: TicketPatch, _ ticket: inout Ticket, _ resolver: inout ReferenceResolver) {
        if case .value(let tags) = patch.tags {
            ticket.tags = tags
        } else if patch.tags.isNull {
            ticket.tags = []
        }
        if case .value(let removed) = patch.removeTags {
            let keys = Set(removed.map(\.searchForm))
            ticket.tags.removeAll { keys.contains($0.searchForm) }
        }
        if case .value(let added) = patch.addTags {
            let keys = Set(ticket.tags.map(\.searchForm))
            ticket.tags += added.filter { !keys.contains($0.searchForm) }
            if ticket.tags.count > Limits.tags {
                resolver.refuse("add_tags", "too_many", "A ticket can have at most \(Limits.tags) tags.")
            }
        }
    }
}
