internal import HTTPTypes
internal import Hummingbird
internal import Logging

/// What the service says of itself; needs no API key.
struct MetaRoutes: Sendable {
    let store: any TicketStore
    let document: JSONValue

    var all: [APIRoute] {
        [APIRoute(.get, "/health", health), APIRoute(.get, "/openapi.json", openAPI)]
    }

    @Sendable private func health(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.refuseQuery()
        do {
            try await store.check()
        } catch {
            context.logger.error("database does not answer", metadata: ["error": "\(error)"])
            throw Problem.databaseUnavailable
        }
        return .json(["status": "ok", "database": .string(store.engine), "version": .string(TicketAPIVersion.current)])
    }

    @Sendable private func openAPI(_ request: Request, _ context: APIContext) async throws -> Response {
        try request.refuseQuery()
        return .json(document)
    }
}
