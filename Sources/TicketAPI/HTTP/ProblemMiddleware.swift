internal import HTTPTypes
internal import Hummingbird
internal import Logging

/// Turns every error into problem+json. What is not a refusal is logged and shown only as a reference.
struct ProblemMiddleware: RouterMiddleware {
    let routes: [APIRoute]

    func handle(
        _ request: Request, context: APIContext, next: (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let problem as Problem {
            return .problem(problem)
        } catch let error as DatabaseUnavailable {
            context.logger.error("database does not answer", metadata: ["error": "\(error)"])
            return .problem(.databaseUnavailable)
        } catch let error as HTTPError where error.status == .notFound {
            return .problem(notFound(request))
        } catch let error as any HTTPResponseError {
            let phrase = error.status.reasonPhrase
            return .problem(Problem(error.status.code, "http_\(error.status.code)", phrase, detail: "\(phrase)."))
        } catch let error as CancellationError {
            throw error
        } catch {
            context.logger.error("request failed", metadata: ["path": "\(request.uri.path)", "error": "\(error)"])
            // A logger that keeps no metadata has no id to tell.
            let id = context.logger[metadataKey: "hb.request.id"].map { " under \($0)" } ?? ""
            let detail = "The server failed; its log tells more\(id)."
            return .problem(Problem(500, "internal_error", "Internal server error", detail: detail))
        }
    }

    /// A 405 when the path is known under other methods.
    private func notFound(_ request: Request) -> Problem {
        let path = request.uri.path
        let methods = routes.filter { $0.matches(path) }.map(\.method.rawValue)
        guard methods.isEmpty else {
            return .methodNotAllowed(request.method.rawValue, allowed: methods.contains("GET") ? methods + ["HEAD"] : methods)
        }
        return .notFound("There is nothing at \(path.excerpt(100)).")
    }
}
