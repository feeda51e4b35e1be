internal import HTTPTypes
internal import Hummingbird

/// Finds the acting user from `x-api-key`; lets only the public paths through without one.
struct AuthenticationMiddleware: RouterMiddleware {
    static let publicPaths: Set<String> = ["/health", "/openapi.json"]

    let keys: APIKeyRing
    let store: any TicketStore

    func handle(
        _ request: Request, context: APIContext, next: (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        guard !Self.publicPaths.contains(request.uri.path) else { return try await next(request, context) }
        var context = context
        context.actor = try await keys.isEmpty ? openActor(request) : keyHolder(request)
        return try await next(request, context)
    }

    private func keyHolder(_ request: Request) async throws -> User {
        guard let candidate = request.headers[.apiKey] else { throw Problem.unauthorized("Send an API key in the header x-api-key.") }
        guard let id = keys.userID(of: candidate), let user = try await store.user(id), user.active else {
            throw Problem.unauthorized("The API key is not known.")
        }
        return user
    }

    /// Without keys, anybody on this machine may act as any user.
    private func openActor(_ request: Request) async throws -> User {
        guard let text = request.headers[.actingUser] else {
            guard let user = try await store.user(APIKeyRing.defaultUserID) else {
                throw Problem.unauthorized("User \(APIKeyRing.defaultUserID) does not exist.")
            }
            return user
        }
        guard let id = Int(text), let user = try await store.user(id), user.active else {
            throw Problem.badRequest("unknown_acting_user", "x-acting-user must be the id of an active user.")
        }
        return user
    }
}

extension HTTPField.Name {
    /// `x-api-key`.
    static let apiKey = known("x-api-key")
    /// `x-acting-user`.
    static let actingUser = known("x-acting-user")

    static func known(_ name: String) -> HTTPField.Name {
        HTTPField.Name(name) ?? .authorization
    }
}
