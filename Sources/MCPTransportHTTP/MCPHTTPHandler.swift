public import MCPCore

/// An MCP server as HTTP endpoints, for a web server of any make.
///
/// | path | what it is |
/// |---|---|
/// | `POST`, `GET`, `DELETE /mcp` | Streamable HTTP, every revision |
/// | `GET /sse`, `POST /message` | HTTP+SSE of 2024-11-05, and the stream of the shared-secret dialect |
/// | `POST /rpc` | one JSON-RPC request, one JSON response |
/// | `GET /mcp/sse`, `POST /mcp/sse/message` | the `connection_id` dialect |
/// | `GET /health`, `/ready`, `/capabilities` | for operators |
/// | `GET /mcp/server-card`, `/.well-known/mcp/catalog.json` | what directories of servers read, where ``HTTPConfiguration/card`` says it |
/// | `GET /events/stream`, `POST /events`, `GET /events/debug` | events, where ``HTTPConfiguration/events`` says it |
/// | `GET /.well-known/oauth-protected-resource…` | how to get a token, where ``HTTPConfiguration/resourceMetadata`` says it |
public final class MCPHTTPHandler: HTTPHandler {
    private let endpoint: Endpoint
    private let limiter: RateLimiter
    private let events: EventService?

    public init(_ server: MCPServer, configuration: HTTPConfiguration) {
        endpoint = Endpoint(server: server, configuration: configuration)
        events = configuration.events.map { EventService($0) }
        let limits = configuration.limits
        limiter = RateLimiter(rate: limits.callsPerSecond, burst: limits.callBurst, ledger: configuration.usage, time: server.time)
    }

    /// What is open just now.
    public var load: HTTPLoad { endpoint.load }

    public func serve(_ request: HTTPRequest, _ responder: any HTTPResponder) -> (any HTTPExchange)? {
        let fields = RequestFields(request.headers)
        guard endpoint.configuration.origins.admits(fields) else {
            guard !servesMetadata(request, fields, responder) else { return nil }
            responder.refuse(403, "Host or Origin is not allowed here")
            return nil
        }
        guard let route = Route(path: request.path), isThere(route) else {
            guard !servesMetadata(request, fields, responder) else { return nil }
            responder.refuse(404, "Nothing is here; MCP is at /mcp")
            return nil
        }
        let headers = CrossOrigin.headers(for: fields.origin, endpoint.configuration.origins)
        if request.method == "OPTIONS" {
            responder.respondEmpty(204, CrossOrigin.preflight(request, fields, endpoint.configuration))
            return nil
        }
        // HEAD is GET without its body, which is the web server's to leave out; it opens no stream.
        let method = request.method == "HEAD" && route.isInfo ? "GET" : request.method
        guard route.allows(method) else {
            responder.refuse(405, "\(request.method.prefix(20)) is not for this path", headers.adding("allow", route.allow))
            return nil
        }
        if route.isInfo {
            serveInfo(route, responder, headers)
            return nil
        }
        if route == .events {
            takeEvents(request, responder, headers)
            return nil
        }
        if endpoint.configuration.resourceMetadata != nil, Query.value(of: "access_token", in: request.query) != nil {
            // MCP specification, authorization, token requirements: addresses end up in logs.
            let why = "Send tokens in the Authorization header, never in the address"
            let challenge = BearerChallenge(.invalidRequest, description: why).text
            responder.refuse(400, why, headers.adding("www-authenticate", challenge))
            return nil
        }
        let question = AuthRequest(
            channel: .http(method: request.method, path: request.path), headers: request.headers.fields,
            remoteAddress: request.remoteAddress)
        let auth = route.isEvents ? events?.events.auth ?? endpoint.configuration.auth : endpoint.configuration.auth
        if let known = auth.authenticateAtOnce(question) {
            guard let principal = admit(known, route, request, fields, responder, headers) else { return nil }
            return dispatch(route, method, request, fields, principal, responder, headers)
        }
        let pending = PendingExchange()
        Task.startingHere { [self] in
            let identity = await Self.identity(auth, question)
            guard let principal = admit(identity, route, request, fields, responder, headers) else { return pending.settle(nil) }
            pending.settle(dispatch(route, method, request, fields, principal, responder, headers))
        }
        return pending.isSettledWithNothing ? nil : pending
    }

    public func shutdown(within time: Duration) async {
        endpoint.calls.close()
        endpoint.server.endSubscriptions()
        await endpoint.calls.idle(within: time, endpoint.server.time)
        // What has not ended by now is answered all the same, with an error, while its connection is still there.
        endpoint.server.abandonCalls()
        await endpoint.calls.idle(within: .milliseconds(500), endpoint.server.time)
        events?.close()
        endpoint.posted.sse.closeAll()
        endpoint.posted.connections.closeAll()
        endpoint.sessions.endAll()
        await endpoint.shared?.end()
    }

    private func servesMetadata(_ request: HTTPRequest, _ fields: RequestFields, _ responder: any HTTPResponder) -> Bool {
        MetadataEndpoint(configuration: endpoint.configuration, request: request, fields: fields, responder: responder).serve()
            || CardEndpoint(
                server: endpoint.server, configuration: endpoint.configuration, request: request, fields: fields, responder: responder
            ).serve()
    }

    private func isThere(_ route: Route) -> Bool {
        guard route.isEvents else { return true }
        return route == .events ? events?.webhooks != nil : events != nil
    }

    /// Who posts events shows a signature, and no other identity.
    private func takeEvents(_ request: HTTPRequest, _ responder: any HTTPResponder, _ headers: HTTPHeaders) {
        guard let events, let webhooks = events.webhooks else { return }
        let post = EventPostEndpoint(
            endpoint: endpoint, service: events, webhooks: webhooks, request: request, responder: responder, headers: headers
        ) { [limiter, endpoint] in limiter.take(for: Principal(id: "webhook"), now: endpoint.now) }
        post.post()
    }

    private func serveInfo(_ route: Route, _ responder: any HTTPResponder, _ headers: HTTPHeaders) {
        let info = InfoEndpoint(endpoint: endpoint, responder: responder, headers: headers)
        switch route {
        case .ready: info.ready()
        case .capabilities: info.capabilities()
        default: info.health()
        }
    }

    private static func identity(_ auth: any AuthProvider, _ question: AuthRequest) async -> Result<Principal, AuthError> {
        do throws(AuthError) {
            return .success(try await auth.authenticate(question))
        } catch {
            return .failure(error)
        }
    }

    /// - Returns: nil, with the refusal answered, for nobody, and for who asks too much.
    private func admit(
        _ identity: Result<Principal, AuthError>, _ route: Route, _ request: HTTPRequest, _ fields: RequestFields,
        _ responder: any HTTPResponder, _ headers: HTTPHeaders
    ) -> Principal? {
        switch identity {
        case .failure(let error):
            let resource = route.isEvents ? .mcp : route
            responder.refuse(error, metadata: endpoint.configuration.metadataURL(of: resource, request, fields), headers)
            return nil
        case .success(let principal):
            // Streams are bounded by their number: after a fault all their readers come back at once.
            guard route != .eventStream, let wait = limiter.take(for: principal, now: endpoint.now) else { return principal }
            let seconds = max(1, wait.components.seconds + (wait.components.attoseconds > 0 ? 1 : 0))
            responder.refuse(429, "Too many requests", headers.adding("retry-after", String(seconds)))
            return nil
        }
    }

    private func dispatch(
        _ route: Route, _ method: String, _ request: HTTPRequest, _ fields: RequestFields, _ principal: Principal,
        _ responder: any HTTPResponder, _ headers: HTTPHeaders
    ) -> (any HTTPExchange)? {
        switch route {
        case .mcp, .rpc:
            let streamable = StreamableEndpoint(
                endpoint: endpoint, request: request, fields: fields, principal: principal, responder: responder, headers: headers)
            switch method {
            case _ where route == .rpc: return streamable.rpc()
            case "POST": return streamable.post()
            case "DELETE": return streamable.delete()
            default: return streamable.get()
            }
        case .sse, .message:
            return posted(.ofSSE(request, fields, principal), endpoint.posted.sse, method, request, fields, principal, responder, headers)
        case .connection, .connectionMessage:
            return posted(.connectionID, endpoint.posted.connections, method, request, fields, principal, responder, headers)
        case .eventStream:
            return events.flatMap {
                EventStreamEndpoint(
                    endpoint: endpoint, service: $0, request: request, fields: fields, principal: principal, responder: responder,
                    headers: headers
                ).get()
            }
        case .eventDebug:
            if let events { EventDebugEndpoint(service: events, principal: principal, responder: responder, headers: headers).get() }
            return nil
        case .health, .ready, .capabilities, .events: return nil
        }
    }

    private func posted(
        _ dialect: Dialect, _ table: StreamTable, _ method: String, _ request: HTTPRequest, _ fields: RequestFields,
        _ principal: Principal, _ responder: any HTTPResponder, _ headers: HTTPHeaders
    ) -> (any HTTPExchange)? {
        let endpoint = PostedStreamEndpoint(
            endpoint: endpoint, dialect: dialect, table: table, request: request, fields: fields, principal: principal,
            responder: responder, headers: headers)
        return method == "GET" ? endpoint.get() : endpoint.post()
    }
}

extension HTTPResponder {
    /// - Parameter metadata: where the resource's metadata is (RFC 9728), if there is any.
    fileprivate func refuse(_ error: AuthError, metadata: String?, _ headers: HTTPHeaders) {
        let named = error.challenge(metadata: metadata).map { headers.adding("www-authenticate", $0) } ?? headers
        switch error.reason {
        case .unauthenticated: refuse(401, error.message, named)
        case .forbidden: refuse(403, error.message, named)
        case .unavailable: refuse(503, error.message, headers.adding("retry-after", "5"))
        }
    }
}
