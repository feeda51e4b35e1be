internal import HTTPTypes
internal import Hummingbird

/// Refuses requests that were meant for another host, so that a web page cannot reach an open server by rebinding its DNS name.
struct HostMiddleware: RouterMiddleware {
    func handle(
        _ request: Request, context: APIContext, next: (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        if let authority = request.head.authority, !LoopbackHost.contains(authority: authority) {
            throw Problem.foreignHost
        }
        return try await next(request, context)
    }
}
