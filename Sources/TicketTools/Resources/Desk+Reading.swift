internal import MCPCore

extension DetailRequest {
    /// What resources and prompts show of a ticket.
    init(_ ticket: TicketReference, parts: [Part], historyLimit: Int = 10) {
        self.init(
            ticket: ticket, tickets: nil, parts: parts, historyLimit: historyLimit, historyCursor: nil, historyOrder: .desc,
            characters: 20_000, format: nil)
    }
}

extension Desk {
    func detail(_ request: DetailRequest, as principal: Principal) async throws(APIError) -> TicketDetailOutput {
        try await GetTicketDetail(desk: self).run(request, as: principal)
    }

    func list(_ filter: TicketFilter, as principal: Principal) async throws(APIError) -> TicketListOutput {
        try await GetTicketList(desk: self).run(filter, as: principal)
    }

    /// The latest entries of a ticket's history, and a word on those before.
    func historyText(_ ticket: TicketReference, as principal: Principal) async throws(APIError) -> String {
        let query: APIQuery = ["order": "desc", "limit": "100"]
        let body = try await client.get(ticket.historyPath, query, as: principal).body
        let listing = try Listing(Node(body, "history"), HistoryEntry.init)
        let head = "History of \(ticket.text): \(listing.items.count) entries, newest first."
        let tail = listing.page.hasMore ? "Earlier ones are left out: get_ticket_detail gives them with history_cursor." : "No more."
        return "\(head)\n\(TextBoundary.wrap(listing.items.map(\.text).joined(separator: "\n")))\n\(tail)"
    }
}

extension TicketFilter {
    /// A filter of few members. Everything else is left open.
    init(
        query: String? = nil, statusGroup: [StatusGroup]? = nil, assignee: Reference? = nil, createdFrom: TimeInput? = nil,
        createdTo: TimeInput? = nil, updatedFrom: TimeInput? = nil, updatedTo: TimeInput? = nil, overdue: Bool? = nil,
        sort: TicketSort = .updatedAt, order: SortOrder = .desc, limit: Int
    ) {
        self.init(
            query: query, status: nil, statusGroup: statusGroup, assignee: assignee, account: nil, requester: nil, categories: nil,
            details: nil, channels: nil, priorities: nil, tags: nil, createdFrom: createdFrom, createdTo: createdTo,
            updatedFrom: updatedFrom, updatedTo: updatedTo, dueFrom: nil, dueTo: nil, overdue: overdue, unassigned: nil, sort: sort,
            order: order, fields: nil, limit: limit, cursor: nil, includeTotal: true, format: nil)
    }
}
