internal import HTTPTypes
internal import Hummingbird

/// Reading and adding to the history of a ticket.
struct HistoryRoutes: Sendable {
    let store: any TicketStore
    let publicURL: String
    let now: @Sendable () -> Instant

    var all: [APIRoute] {
        [APIRoute(.get, "/tickets/{ref}/history", list), APIRoute(.post, "/tickets/{ref}/history", add)]
    }

    @Sendable private func list(_ request: Request, _ context: APIContext) async throws -> Response {
        let text = context.parameters.get("ref") ?? ""
        guard let reference = TicketReference(text) else { throw Problem.noTicket(text) }
        let (query, scope) = try HistoryQuery.parse(request.uri.query, of: reference, store.cursorSeal)
        guard let slice = try await store.history(of: reference, query) else { throw Problem.noTicket(text) }
        return .json(slice.json(scope, \.json))
    }

    @Sendable private func add(_ request: Request, _ context: APIContext) async throws -> Response {
        _ = try WriteRequest.isDryRun(request)
        let text = context.parameters.get("ref") ?? ""
        guard let reference = TicketReference(text) else { throw Problem.noTicket(text) }
        let precondition = try VersionPrecondition(optional: request.headers[.ifMatch])
        let write = try await WriteRequest(request, context, at: now())
        let answers = TicketAnswers(publicURL: publicURL, actor: write.context.actor)
        let new = try NewHistory(write.body)
        return try await answers.resolving {
            if write.isDryRun {
                let addition = try await store.previewAddition(new, to: reference, if: precondition, write.context)
                return .json(answers.preview(addition))
            }
            return .answer(try await store.add(new, to: reference, if: precondition, write.context, answer: answers.added))
        }
    }
}
