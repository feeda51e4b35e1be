internal import MCPCore

struct GetTicketDetail: ReadTool, TicketTool {
    static let name = "get_ticket_detail"
    static let description =
        "Reads tickets: fields, description, history, next statuses, and the version that update_ticket wants."

    static let input = DetailRequest.schema
    static let app: AppLink? = TicketBoard.link
    let desk: Desk

    /// Histories that are read at once.
    private static let readers = 4

    func run(_ input: DetailRequest, as principal: Principal) async throws(APIError) -> TicketDetailOutput {
        if let references = input.tickets { return try await several(references, input, principal) }
        guard let reference = input.ticket else { throw .invalid("ticket", "is required, or tickets.") }
        // Both at once: neither needs the other.
        async let history = result { () async throws(APIError) in try await self.history(reference, input, principal) }
        let ticket = try Ticket(Node(try await desk.client.get(reference.path, as: principal).body, "ticket"))
        return TicketDetailOutput(TicketDetail(ticket, try await history.get(), input), input.format)
    }

    private func several(
        _ references: [TicketReference], _ input: DetailRequest, _ principal: Principal
    ) async throws(APIError) -> TicketDetailOutput {
        var asked: [TicketReference] = []
        for reference in references where !asked.contains(reference) { asked.append(reference) }
        let query: APIQuery = ["ids": asked.map(\.text).joined(separator: ",")]
        let body = try await desk.client.get(APIPath("tickets"), query, as: principal).body
        let found = try Node(body, "tickets")["items"].map(Ticket.init)
        var tickets: [TicketDetail] = []
        var faults: [TicketDetailOutput.Fault] = []
        let histories = await histories(of: input.wants(.history) ? asked : [], input, principal)
        for reference in asked {
            guard let ticket = found.first(where: { reference.names($0.summary) }) else {
                faults.append(.init(ticket: reference, error: APIError(.notFound, "No ticket \(reference.text) can be seen.")))
                continue
            }
            switch histories[reference] {
            case nil: tickets.append(TicketDetail(ticket, nil, input))
            case .success(let history): tickets.append(TicketDetail(ticket, history, input))
            case .failure(let error) where error.code == .cancelled: throw error
            case .failure(let error): faults.append(.init(ticket: reference, error: error))
            }
        }
        return TicketDetailOutput(tickets, faults, input.format)
    }

    private func histories(
        of references: [TicketReference], _ input: DetailRequest, _ principal: Principal
    ) async -> [TicketReference: Result<Listing<HistoryEntry>?, APIError>] {
        await withTaskGroup(of: (TicketReference, Result<Listing<HistoryEntry>?, APIError>).self) { group in
            var done: [TicketReference: Result<Listing<HistoryEntry>?, APIError>] = [:]
            for (index, reference) in references.enumerated() {
                if index >= Self.readers, let (reference, history) = await group.next() { done[reference] = history }
                group.addTask {
                    (reference, await result { () async throws(APIError) in try await self.history(reference, input, principal) })
                }
            }
            for await (reference, history) in group { done[reference] = history }
            return done
        }
    }

    private func history(
        _ ticket: TicketReference, _ input: DetailRequest, _ principal: Principal
    ) async throws(APIError) -> Listing<HistoryEntry>? {
        guard input.wants(.history) else { return nil }
        var query: APIQuery = ["order": input.historyOrder.rawValue]
        query.add("limit", input.historyLimit)
        query.add("cursor", input.historyCursor)
        return try Listing(Node(try await desk.client.get(ticket.historyPath, query, as: principal).body, "history"), HistoryEntry.init)
    }
}

extension TicketReference {
    /// Whether it is the id or the number of a ticket.
    fileprivate func names(_ ticket: TicketSummary) -> Bool { text == String(ticket.id) || text.uppercased() == ticket.number.uppercased() }
}

/// The outcome as a value: `async let` would lose the error's type.
private func result<Value>(_ work: () async throws(APIError) -> Value) async -> Result<Value, APIError> {
    do throws(APIError) {
        return .success(try await work())
    } catch {
        return .failure(error)
    }
}
