internal import MCPCore

extension NewTicket {
    /// The body of `POST /tickets`.
    func body(_ desk: Desk, _ principal: Principal) async throws(APIError) -> RawJSON {
        var resolver = ReferenceResolver(desk, principal)
        if requesterUser != nil, requester != nil { resolver.refuse("requester", "give either requester_id or requester, not both.") }
        var body: JSONObject = ["title": .string(title), "description": .string(description), "priority": .string(priority.rawValue)]
        let category: Category? =
            if let reference = self.category { try await resolver.category(reference, "category_id") } else { nil }
        body["category_id"] = category.map { .id($0.id) }
        if let reference = detail {
            let found = try await resolver.detail(reference, in: category.map { [$0.id] }, "category_detail_id")
            body["category_detail_id"] = found.map { .id($0.id) }
            // A detail says which category it is of.
            if self.category == nil { body["category_id"] = found.map { .id($0.categoryID) } }
        }
        if let channel { body["request_channel_id"] = try await resolver.channel(channel, "request_channel_id").map { .id($0.id) } }
        if let account { body["account_id"] = try await resolver.account(account, "account_id").map(JSON.id) }
        if let requesterUser { body["requester_id"] = try await resolver.user(requesterUser, "requester_id").map(JSON.id) }
        if let assignee, !assignee.isWord("none") {
            body["assignee_id"] = try await resolver.user(assignee, "assignee_id").map(JSON.id)
        }
        if let requester {
            body["requester_name"] = .string(requester.name)
            body["requester_contact"] = requester.contact.map { .string($0) }
        }
        body["due_at"] = dueAt.map { .string($0.deadline(in: desk.zone).text) }
        if let tags, !tags.isEmpty { body["tags"] = .array(tags.map { .string($0) }) }
        try resolver.finish()
        return RawJSON(.object(body))
    }
}

extension JSON {
    static func id(_ id: Int) -> JSON { .integer(Int64(id)) }
}
