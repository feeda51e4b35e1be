internal import MCPCore

extension TicketUpdate {
    /// The body of `PATCH /tickets/{ref}`.
    func body(_ desk: Desk, _ principal: Principal) async throws(APIError) -> RawJSON {
        var resolver = ReferenceResolver(desk, principal)
        var body = JSONObject()
        if let values {
            body["title"] = values.title.map { .string($0) }
            body["description"] = values.description.map { .string($0) }
            body["priority"] = values.priority.map { .string($0.rawValue) }
            body["due_at"] = values.dueAt.map { .string($0.deadline(in: desk.zone).text) }
            if let status = values.status { body["status_id"] = try await resolver.status(status, "set.status").map { .id($0.id) } }
            try await addPeople(of: values, to: &body, &resolver)
            if let channel = values.channel {
                body["request_channel_id"] = try await resolver.channel(channel, "set.request_channel_id").map { .id($0.id) }
            }
            try await addCategory(of: values, to: &body, &resolver, desk, principal)
        }
        for name in clear ?? [] {
            if body[name.rawValue] != nil { resolver.refuse("clear", "\(name.rawValue) stands in set too; give it in one of them.") }
            body[name.rawValue] = name.emptyValue
            if name == .requester {
                body["requester_name"] = .null
                body["requester_contact"] = .null
            }
        }
        for (name, tags) in [("add_tags", addTags), ("remove_tags", removeTags)] {
            guard let tags, !tags.isEmpty else { continue }
            if clear?.contains(.tags) == true { resolver.refuse(name, "cannot go with clear: [\"tags\"].") }
            body[name] = .array(tags.map { .string($0) })
        }
        try resolver.finish()
        if body.isEmpty {
            let hint = comment == nil ? "" : " For a comment alone use add_ticket_history."
            throw .invalid("set", "nothing is to be changed: give set, clear, add_tags or remove_tags.\(hint)")
        }
        body["comment"] = comment.map { .string($0) }
        return RawJSON(.object(body))
    }

    private func addPeople(of values: Values, to body: inout JSONObject, _ resolver: inout ReferenceResolver) async throws(APIError) {
        if let account = values.account {
            body["account_id"] = try await resolver.account(account, "set.account_id").map(JSON.id)
        }
        if let requester = values.requester {
            body["requester_id"] = try await resolver.user(requester, "set.requester_id").map(JSON.id)
        }
        guard let assignee = values.assignee else { return }
        body["assignee_id"] = assignee.isWord("none") ? .null : try await resolver.user(assignee, "set.assignee_id").map(JSON.id)
    }

    private func addCategory(
        of values: Values, to body: inout JSONObject, _ resolver: inout ReferenceResolver, _ desk: Desk, _ principal: Principal
    ) async throws(APIError) {
        var category: Int?
        if let reference = values.category {
            category = try await resolver.category(reference, "set.category_id")?.id
            body["category_id"] = category.map(JSON.id)
        }
        guard let reference = values.detail else { return }
        if values.category == nil, case .name = reference {
            // Two categories may have a detail of the same name; the ticket's own is meant.
            let current = try Ticket(Node(try await desk.client.get(ticket.path, as: principal).body, "ticket"))
            category = current.summary.category?.id
        }
        body["category_detail_id"] = try await resolver.detail(reference, in: category.map { [$0] }, "set.category_detail_id").map {
            .id($0.id)
        }
    }
}

extension TicketUpdate.Clearable {
    fileprivate var emptyValue: JSON {
        switch self {
        case .description: ""
        case .tags: []
        default: .null
        }
    }
}
