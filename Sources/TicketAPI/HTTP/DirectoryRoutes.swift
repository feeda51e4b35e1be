internal import HTTPTypes
internal import Hummingbird

/// Users, accounts, categories, statuses and channels: what tickets refer to.
struct DirectoryRoutes: Sendable {
    let store: any TicketStore

    var all: [APIRoute] {
        [
            APIRoute(.get, "/me", me), APIRoute(.get, "/users", users), APIRoute(.get, "/accounts", accounts),
            APIRoute(.get, "/categories", categories), APIRoute(.get, "/category-details", categoryDetails),
            APIRoute(.get, "/statuses", statuses), APIRoute(.get, "/request-channels", requestChannels),
        ]
    }

    @Sendable private func me(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.refuseQuery()
        let actor = try context.requireActor()
        return request.validated(actor.json(actor: actor))
    }

    @Sendable private func users(_ request: Request, _ context: APIContext) async throws -> Response {
        let actor = try context.requireActor()
        let (query, scope) = try DirectoryQuery.users(request.uri.query, store.cursorSeal)
        return request.validated(try await store.users(query).json(scope) { $0.json(actor: actor) })
    }

    @Sendable private func accounts(_ request: Request, _ context: APIContext) async throws -> Response {
        let (query, scope) = try DirectoryQuery.accounts(request.uri.query, store.cursorSeal)
        return request.validated(try await store.accounts(query).json(scope, \.json))
    }

    @Sendable private func categories(_ request: Request, _ context: APIContext) async throws -> Response {
        let rows = try await store.categories(try CategoryQuery.categories(request.uri.query))
        return request.validated(Slice(rows: rows).json(nil, \.json))
    }

    @Sendable private func categoryDetails(_ request: Request, _ context: APIContext) async throws -> Response {
        let rows = try await store.categoryDetails(try CategoryQuery.details(request.uri.query))
        return request.validated(Slice(rows: rows).json(nil, \.json))
    }

    @Sendable private func statuses(_ request: Request, _ context: APIContext) async throws -> Response {
        let actor = try context.requireActor()
        let workflow = try await store.workflow()
        var reader = QueryReader(request.uri.query)
        let group = reader.choice("group", Status.Group.allCases.map { ($0.rawValue, $0) })
        let from = reader.statuses("from_status", of: workflow).first
        try reader.finish()
        let reachable = from.map { workflow.next(from: $0, role: actor.role) } ?? workflow.statuses
        let rows = reachable.filter { group == nil || $0.group == group }
        return request.validated(Slice(rows: rows).json(nil) { $0.json(allowedNext: workflow.next(from: $0, role: actor.role)) })
    }

    @Sendable private func requestChannels(_ request: Request, _ context: APIContext) async throws -> Response {
        var reader = QueryReader(request.uri.query)
        let active = reader.flag("active")
        try reader.finish()
        return request.validated(Slice(rows: try await store.requestChannels(active: active)).json(nil, \.json))
    }
}
