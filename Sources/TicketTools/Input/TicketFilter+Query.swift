internal import MCPCore

extension TicketFilter {
    /// The query of `GET /tickets`.
    func query(_ desk: Desk, _ principal: Principal) async throws(APIError) -> APIQuery {
        var resolver = ReferenceResolver(desk, principal)
        var result = APIQuery()
        result.add("query", query)
        for reference in status ?? [] { result.add("status", try await resolver.status(reference, "status")?.id) }
        result.add("status_group", (statusGroup ?? []).map(\.rawValue))
        try await addPeople(to: &result, &resolver)
        try await addCategories(to: &result, &resolver)
        for reference in channels ?? [] {
            result.add("request_channel_id", try await resolver.channel(reference, "request_channel_id")?.id)
        }
        result.add("priority", (priorities ?? []).map(\.rawValue))
        result.add("tag", tags ?? [])
        addTimes(to: &result, &resolver, desk.zone)
        // What asks for "all but" is no filter of the API; saying nothing of it would give a wrong list.
        if overdue == false { resolver.refuse("overdue", "can only be true; leave it out for all tickets.") }
        if unassigned == false { resolver.refuse("unassigned", "can only be true; leave it out for all tickets.") }
        result.add("overdue", overdue)
        result.add("unassigned", unassigned)
        result.add("sort", sort.rawValue)
        result.add("order", order.rawValue)
        result.add("limit", limit)
        result.add("cursor", cursor)
        if includeTotal == true { result.add("include_total", true) }
        if shownFields.contains(.description) { result.add("include", "description") }
        try resolver.finish()
        return result
    }

    private func addPeople(to result: inout APIQuery, _ resolver: inout ReferenceResolver) async throws(APIError) {
        if let assignee {
            if assignee.isWord("me") || assignee.isWord("none") {
                result.add("assignee_id", assignee.isWord("me") ? "me" : "none")
            } else {
                result.add("assignee_id", try await resolver.user(assignee, "assignee_id"))
            }
        }
        if let account { result.add("account_id", try await resolver.account(account, "account_id")) }
        if let requester { result.add("requester_id", try await resolver.user(requester, "requester_id")) }
    }

    private func addCategories(to result: inout APIQuery, _ resolver: inout ReferenceResolver) async throws(APIError) {
        var categoryIDs: [Int] = []
        for reference in categories ?? [] {
            if let category = try await resolver.category(reference, "category_id") { categoryIDs.append(category.id) }
        }
        result.add("category_id", categoryIDs)
        for reference in details ?? [] {
            let detail = try await resolver.detail(reference, in: categoryIDs.isEmpty ? nil : categoryIDs, "category_detail_id")
            result.add("category_detail_id", detail?.id)
        }
    }

    private func addTimes(to result: inout APIQuery, _ resolver: inout ReferenceResolver, _ zone: ZoneOffset) {
        for (name, from, to) in [("created", createdFrom, createdTo), ("updated", updatedFrom, updatedTo), ("due", dueFrom, dueTo)] {
            let start = from?.start(in: zone)
            let bound = to?.bound(in: zone)
            if let start, let bound, bound.milliseconds <= start.milliseconds {
                resolver.refuse("\(name)_to", "must be later than \(name)_from.")
            }
            result.add("\(name)_from", start?.text)
            result.add("\(name)_to", bound?.text)
        }
    }
}
