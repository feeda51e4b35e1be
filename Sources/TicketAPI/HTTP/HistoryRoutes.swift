internal import HTTPTypes
internal import Hummingbird

/// Reading and adding to the history of a ticket.
struct HistoryRoutes: Sendable {
    let store: any TicketStore
    let now: @Sendable () -> Instant

    var all: [APIRoute] {
        [APIRoute(.get, "/tickets/{ref}/history", list), APIRoute(.post, "/tickets/{ref}/history", add)]
    }

    @Sendable private func list(_ request: Request, _ context: APIContext) async throws -> Response {
        let text = context.parameters.get("ref") ?? ""
        guard let reference = TicketReference(text) else { throw Problem.noTicket(text) }
        let (query, fingerprint) = try HistoryQuery.parse(request.uri.query, of: reference)
        guard let slice = try await store.history(of: reference, query) else { throw Problem.noTicket(text) }
        return .json(slice.json(fingerprint: fingerprint, \.json))
    }

    @Sendable private func add(_ request: Request, _ context: APIContext) async throws -> Response {
        let actor = try context.requireActor()
        try request.refuseQuery()
        let text = context.parameters.get("ref") ?? ""
        guard let reference = TicketReference(text) else { throw Problem.noTicket(text) }
        let new = try NewHistory(try await request.json())
        let (ticket, entry) = try await store.add(new, to: reference, by: actor, at: now())
        let body: JSONValue = [
            "history_id": .int(entry.id), "seq": .int(entry.seq), "ticket_version": .int(ticket.version), "history": entry.json,
        ]
        return .json(body, status: .created, headers: [.eTag: ticket.entityTag])
    }
}
