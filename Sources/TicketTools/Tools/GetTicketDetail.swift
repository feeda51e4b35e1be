internal import MCPCore

struct GetTicketDetail: ReadTool, TicketTool {
    static let name = "get_ticket_detail"
    static let title: String? = "Read ticket"
    static let description =
        "Reads one ticket: fields, description, history, next statuses, and the version that update_ticket wants."

    static let input = DetailRequest.schema
    static let app: AppLink? = TicketBoard.link
    let desk: Desk

    func run(_ input: DetailRequest, as principal: Principal) async throws(APIError) -> TicketDetailOutput {
        // Both at once: neither needs the other.
        async let history = result { () async throws(APIError) in try await self.history(input, principal) }
        let ticket = try Ticket(Node(try await desk.client.get(input.ticket.path, as: principal).body, "ticket"))
        return TicketDetailOutput(ticket, try await history.get(), input)
    }

    private func history(_ input: DetailRequest, _ principal: Principal) async throws(APIError) -> Listing<HistoryEntry>? {
        guard input.wants(.history) else { return nil }
        var query: APIQuery = ["order": input.historyOrder.rawValue]
        query.add("limit", input.historyLimit)
        query.add("cursor", input.historyCursor)
        return try Listing(
            Node(try await desk.client.get(input.ticket.historyPath, query, as: principal).body, "history"), HistoryEntry.init)
    }
}

/// The outcome as a value: `async let` would lose the error's type.
private func result<Value>(_ work: () async throws(APIError) -> Value) async -> Result<Value, APIError> {
    do throws(APIError) {
        return .success(try await work())
    } catch {
        return .failure(error)
    }
}
