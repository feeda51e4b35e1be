public import MCPCore
public import MCPTransportHTTP

/// Serves the page of metrics at `/metrics`: alone, on a port of its own, or in front of another handler.
///
/// On a port of its own it asks nobody who they are, and such a port is for loopback or an inner network. In front of another handler it lets
/// in whom that one lets in.
public struct MetricsHandler: HTTPHandler {
    public static let path = "/metrics"

    private let registry: PrometheusRegistry
    private let origins: OriginPolicy
    private let auth: any AuthProvider
    private let inner: (any HTTPHandler)?

    /// - Parameters:
    ///   - origins: against pages that have a browser ask in their stead.
    ///   - inner: serves everything else; nil for nothing else.
    public init(
        _ registry: PrometheusRegistry, origins: OriginPolicy = .loopback, auth: any AuthProvider = FixedPrincipalAuth(),
        inFrontOf inner: (any HTTPHandler)? = nil
    ) {
        self.registry = registry
        self.origins = origins
        self.auth = auth
        self.inner = inner
    }

    public func serve(_ request: HTTPRequest, _ responder: any HTTPResponder) -> (any HTTPExchange)? {
        guard request.path == Self.path else {
            if let inner { return inner.serve(request, responder) }
            refuse(404, "Metrics are at \(Self.path)", responder)
            return nil
        }
        guard origins.admits(request.headers) else {
            refuse(403, "Host or Origin is not allowed here", responder)
            return nil
        }
        guard request.method == "GET" || request.method == "HEAD" else {
            refuse(405, "Only GET is for this path", responder, ["allow": "GET, HEAD"])
            return nil
        }
        let question = AuthRequest(
            channel: .http(method: request.method, path: request.path), headers: request.headers.fields,
            remoteAddress: request.remoteAddress)
        if let known = auth.authenticateAtOnce(question) {
            answer(known, responder)
            return nil
        }
        Task {
            do throws(AuthError) {
                answer(.success(try await auth.authenticate(question)), responder)
            } catch {
                answer(.failure(error), responder)
            }
        }
        return nil
    }

    public func shutdown(within time: Duration) async {
        await inner?.shutdown(within: time)
    }

    private func answer(_ identity: Result<Principal, AuthError>, _ responder: any HTTPResponder) {
        switch identity {
        case .success:
            let headers: HTTPHeaders = ["content-type": MetricsPage.contentType, "cache-control": "no-store"]
            responder.respond(HTTPResponseHead(200, headers), registry.page())
        case .failure(let error):
            let challenge: HTTPHeaders = error.challenge.map { ["www-authenticate": $0] } ?? [:]
            switch error.reason {
            case .unauthenticated: refuse(401, error.message, responder, challenge)
            case .forbidden: refuse(403, error.message, responder, challenge)
            case .unavailable: refuse(503, error.message, responder, ["retry-after": "5"])
            }
        }
    }

    private func refuse(_ status: Int, _ text: String, _ responder: any HTTPResponder, _ headers: HTTPHeaders = [:]) {
        var headers = headers
        headers.add("content-type", "text/plain; charset=utf-8")
        responder.respond(HTTPResponseHead(status, headers), Array("\(text)\n".utf8))
    }
}
