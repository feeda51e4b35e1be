internal import Hummingbird
internal import Logging

/// What a route knows of its request beside the request itself.
struct APIContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Set by ``AuthenticationMiddleware``.
    var actor: User?

    init(source: Source) {
        coreContext = .init(source: source)
    }

    /// The acting user. Throws on a route that is reachable without one.
    func requireActor() throws(Problem) -> User {
        guard let actor else { throw .unauthorized("This needs an acting user.") }
        return actor
    }
}
