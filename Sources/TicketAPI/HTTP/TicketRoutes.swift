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
        let answers = TicketAnswers(publicURL: publicURL, actor: try context.requireActor())
        let time = now()
        let reader = QueryReader(request.uri.query)
        if reader.has("ids") { return try await several(reader, answers, time) }
        let workflow = try await store.workflow()
        let (query, scope) = try TicketQuery.parse(reader, workflow: workflow, actor: answers.actor, now: time, store.cursorSeal)
        let slice = try await store.tickets(query)
        return .json(slice.json(scope, asOf: time) { answers.ticket($0, workflow, query.fields) })
    }

    private func several(_ reader: QueryReader, _ answers: TicketAnswers, _ time: Instant) async throws -> Response {
        let (wanted, fields) = try TicketSelection.parse(reader)
        let tickets = try await store.tickets(wanted.map(\.reference))
        let found = Set(tickets.map(\.id))
        let workflow = try await store.workflow()
        let missing = wanted.filter { !found.contains($0.reference.id) }.map(\.text)
        let items = Slice(rows: tickets).json(nil, asOf: time) { answers.ticket($0, workflow, fields) }
        guard case .object(let members) = items else { return .json(items) }
        return .json(.object(members + [.init("missing", .texts(missing))]))
    }

    @Sendable private func create(_ request: Request, _ context: APIContext) async throws -> Response {
        let write = try await WriteRequest(request, context, at: now())
        let answers = TicketAnswers(publicURL: publicURL, actor: write.context.actor)
        let new = try NewTicket(write.body)
        if write.isDryRun { return .json(answers.preview(try await store.previewCreation(new, write.context))) }
        return .answer(try await store.create(new, write.context, answer: answers.created))
    }

    @Sendable private func read(_ request: Request, _ context: APIContext) async throws -> Response {
        let answers = TicketAnswers(publicURL: publicURL, actor: try context.requireActor())
        var reader = QueryReader(request.uri.query)
        let fields = TicketFields.read(&reader) ?? .full
        try reader.finish()
        let text = context.parameters.get("ref") ?? ""
        guard let reference = TicketReference(text), let ticket = try await store.ticket(reference) else { throw Problem.noTicket(text) }
        return .json(answers.ticket(ticket, try await store.workflow(), fields), headers: [.eTag: ticket.entityTag])
    }

    @Sendable private func change(_ request: Request, _ context: APIContext) async throws -> Response {
        _ = try WriteRequest.isDryRun(request)
        let text = context.parameters.get("ref") ?? ""
        guard let reference = TicketReference(text), try await store.ticket(reference) != nil else { throw Problem.noTicket(text) }
        let precondition = try VersionPrecondition(ifMatch: request.headers[.ifMatch])
        let types = ["application/json", "application/merge-patch+json"]
        let write = try await WriteRequest(request, context, at: now(), types: types)
        let answers = TicketAnswers(publicURL: publicURL, actor: write.context.actor)
        let patch = try TicketPatch(write.body)
        return try await answers.resolving {
            if write.isDryRun {
                let change = try await store.previewChange(reference, if: precondition, patch, write.context)
                return .json(answers.preview(change))
            }
            return .answer(try await store.change(reference, if: precondition, patch, write.context, answer: answers.changed))
        }
    }
}
