internal import HTTPTypes
internal import Hummingbird

/// Listing, reading, creating and changing tickets.
struct TicketRoutes: Sendable {
    let store: any TicketStore
    let publicURL: String
    let now: @Sendable () -> Instant

    var all: [APIRoute] {
        [
            APIRoute(.get, "/tickets", list), APIRoute(.post, "/tickets", create),
            APIRoute(.get, "/tickets/{ref}", read), APIRoute(.patch, "/tickets/{ref}", change),
        ]
    }

    @Sendable private func list(_ request: Request, _ context: APIContext) async throws -> Response {
        let actor = try context.requireActor()
        let time = now()
        let workflow = try await store.workflow()
        let (query, fingerprint) = try TicketQuery.parse(request.uri.query, workflow: workflow, actor: actor, now: time)
        let slice = try await store.tickets(query)
        return .json(slice.json(fingerprint: fingerprint, asOf: time) { $0.summary(publicURL: publicURL) })
    }

    @Sendable private func create(_ request: Request, _ context: APIContext) async throws -> Response {
        let actor = try context.requireActor()
        try request.refuseQuery()
        let ticket = try await store.create(NewTicket(try await request.json()), by: actor, at: now())
        let headers: HTTPFields = [.location: "\(publicURL)/tickets/\(ticket.number)", .eTag: ticket.entityTag]
        return .json(try await json(ticket, actor), status: .created, headers: headers)
    }

    @Sendable private func read(_ request: Request, _ context: APIContext) async throws -> Response {
        let actor = try context.requireActor()
        try request.refuseQuery()
        let text = context.parameters.get("ref") ?? ""
        guard let reference = TicketReference(text), let ticket = try await store.ticket(reference) else { throw Problem.noTicket(text) }
        return .json(try await json(ticket, actor), headers: [.eTag: ticket.entityTag])
    }

    @Sendable private func change(_ request: Request, _ context: APIContext) async throws -> Response {
        let actor = try context.requireActor()
        try request.refuseQuery()
        let text = context.parameters.get("ref") ?? ""
        guard let reference = TicketReference(text), try await store.ticket(reference) != nil else { throw Problem.noTicket(text) }
        let precondition = try VersionPrecondition(ifMatch: request.headers[.ifMatch])
        let patch = try TicketPatch(try await request.json(types: ["application/json", "application/merge-patch+json"]))
        let (ticket, changes) = try await store.change(reference, if: precondition, patch, by: actor, at: now())
        let body: JSONValue = [
            "ticket": try await json(ticket, actor), "changes": .array(changes.map(\.json)), "version": .int(ticket.version),
        ]
        return .json(body, headers: [.eTag: ticket.entityTag])
    }

    private func json(_ ticket: Ticket, _ actor: User) async throws -> JSONValue {
        let next = try await store.workflow().next(from: ticket.status, role: actor.role)
        return ticket.json(publicURL: publicURL, allowedNext: next)
    }
}
