internal import HTTPTypes
internal import Hummingbird

/// Changing what tickets refer to.
struct CategoryRoutes: Sendable {
    let store: any TicketStore
    let now: @Sendable () -> Instant

    var all: [APIRoute] { [APIRoute(.patch, "/categories/{id}", change)] }

    @Sendable private func change(_ request: Request, _ context: APIContext) async throws -> Response {
        guard try context.requireActor().role == .admin else { throw Problem.adminsOnly }
        let text = context.parameters.get("id") ?? ""
        guard let id = Int(text), id > 0 else { throw Problem.notFound("Category '\(text.excerpt(40))' does not exist.") }
        let write = try await WriteRequest(request, context, at: now(), types: ["application/json", "application/merge-patch+json"])
        guard !write.isDryRun else { throw Problem.badRequest("invalid_query", "dry_run is not possible here.") }
        let patch = try CategoryPatch(write.body)
        return .answer(
            try await store.change(category: id, patch, write.context) { StoredAnswer(status: 200, headers: [:], body: $0.json.text) })
    }
}
