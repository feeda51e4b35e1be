internal import MCPCore

/// Walks through tickets with their times, from an API that has these in lists as from one that has not.
struct MeasuredPages: Sendable {
    private let desk: Desk
    private let principal: Principal
    private let query: APIQuery
    private var pages: TicketPages<MeasuredTicket>

    /// Tickets that are read at once where each has to be read by itself.
    private static let readers = 8

    init(_ desk: Desk, _ query: APIQuery, as principal: Principal) {
        self.desk = desk
        self.principal = principal
        self.query = query
        pages = TicketPages(desk.client, query.with("fields", MeasuredTicket.fields), as: principal, MeasuredTicket.init)
    }

    mutating func next(_ limit: Int) async throws -> Listing<MeasuredTicket>? {
        guard let page = try await listed(limit) else { return nil }
        guard page.items.contains(where: { !$0.hasTimes }) else { return page }
        return page.replacing(try await whole(page.items))
    }

    private mutating func listed(_ limit: Int) async throws(APIError) -> Listing<MeasuredTicket>? {
        var walk = pages
        switch await walk.attempt(limit) {
        case .success(let page):
            pages = walk
            return page
        case .failure(let error):
            guard error.code == .validation, error.problems.contains(where: { $0.field == "fields" }) else { throw error }
            walk = TicketPages(desk.client, query, as: principal, MeasuredTicket.init)
            let page = try await walk.next(limit)
            pages = walk
            return page
        }
    }

    private func whole(_ tickets: [MeasuredTicket]) async throws -> [MeasuredTicket] {
        try await withThrowingTaskGroup(of: (Int, MeasuredTicket).self) { group in
            var found: [(index: Int, ticket: MeasuredTicket)] = []
            for (index, ticket) in tickets.enumerated() {
                if index >= Self.readers, let done = try await group.next() { found.append(done) }
                group.addTask { [desk, principal] in
                    let body = try await desk.client.get(APIPath("tickets", ticket.number), as: principal).body
                    return (index, try MeasuredTicket(Node(body, "ticket")))
                }
            }
            for try await done in group { found.append(done) }
            return found.sorted { $0.index < $1.index }.map(\.ticket)
        }
    }
}

extension Listing {
    /// The same page with other elements in place of these.
    fileprivate func replacing(_ items: [Element]) -> Listing { Listing(items: items, page: page, asOf: asOf, notes: notes) }
}
