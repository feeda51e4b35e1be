internal import MCPCore

/// `/mcp`: Streamable HTTP, with sessions (2025-03-26 to 2025-11-25) and without (2026-07-28), and plain JSON-RPC by POST.
struct StreamableEndpoint {
    static let sessionHeader = "mcp-session-id"
    private static let noMetadata: @Sendable () -> String? = { nil }

    let endpoint: Endpoint
    let request: HTTPRequest
    let fields: RequestFields
    let principal: Principal
    let responder: any HTTPResponder
    let headers: HTTPHeaders

    func post() -> (any HTTPExchange)? {
        guard fields.isJSON else {
            responder.refuse(415, "Content-Type must be application/json", headers)
            return nil
        }
        let message = RawMessage(request.body)
        let envelope = Envelope(message, limits: endpoint.server.limits.json)
        if case .malformed(let id, let error) = envelope {
            responder.refuse(400, error, to: id, headers)
            return nil
        }
        let accept = fields.accept
        guard accept.json || accept.eventStream else {
            responder.refuse(406, "Accept must name application/json, and text/event-stream for streams", headers)
            return nil
        }
        let declared = fields.version.value
        if isModern(envelope, declared) { return modern(message, envelope, accept) }
        if let declared, ProtocolRevision(named: declared) == nil {
            responder.refuse(400, "MCP-Protocol-Version \(declared.prefix(40)) is not served", headers)
            return nil
        }
        if let id = fields.session {
            // Apart from the way through the store: nearly every call of a session takes this one, without a closure.
            if let session = endpoint.sessions.session(id, of: principal) { return inSession(session, message, envelope, accept) }
            return withSession { inSession($0, message, envelope, accept) }
        }
        return withoutSession(message, envelope, accept, declared)
    }

    /// `POST /rpc`: one request, one JSON response, no session.
    func rpc() -> (any HTTPExchange)? {
        let message = RawMessage(request.body)
        let envelope = Envelope(message, limits: endpoint.server.limits.json)
        if case .malformed(let id, let error) = envelope {
            responder.refuse(400, error, to: id, headers)
            return nil
        }
        let passing = Session(id: "", principal: principal)
        var peer = Peer(principal: principal, session: nil, assumedRevision: .v2024_11_05)
        if case .request(_, "initialize", _) = envelope { peer = Peer(principal: principal, session: passing) }
        return start(message, envelope, peer, .alone(isModern: false), fields.accept, takesStream: false, route: .rpc)
    }

    /// A message that names the stateless revision, in its body or in its header.
    private func isModern(_ envelope: Envelope, _ declared: String?) -> Bool {
        if let declared, ProtocolRevision(named: declared)?.era == .modern { return true }
        switch envelope {
        case .request(_, _, let params), .notification(_, let params):
            return params["_meta"]?.member(MetaKey.protocolVersion) != nil
        default: return false
        }
    }

    private func modern(_ message: RawMessage, _ envelope: Envelope, _ accept: Accept) -> (any HTTPExchange)? {
        switch envelope {
        case .request(let id, let method, let params):
            do throws(MCPError) {
                try ModernHeaders.check(fields, request.headers, method: method, params, endpoint.server.tools)
            } catch {
                responder.refuse(400, error, to: id, headers)
                return nil
            }
            if method == "subscriptions/listen", !mayListen(accept) { return nil }
            return start(message, envelope, Peer(principal: principal, session: nil), .alone(isModern: true), accept)
        case .notification:
            responder.respondEmpty(202, headers)
            return nil
        case .response, .batch, .malformed:
            responder.refuse(400, MCPError(.invalidRequest, "2026-07-28 takes requests and notifications alone"), to: nil, headers)
            return nil
        }
    }

    /// - Returns: false, with the refusal answered, for a client that takes no streams, and where there are too many.
    private func mayListen(_ accept: Accept) -> Bool {
        guard accept.eventStream else {
            responder.refuse(406, "Accept must name text/event-stream: subscriptions/listen answers in a stream", headers)
            return false
        }
        guard endpoint.hasRoomForStream else {
            responder.refuse(429, "Too many streams", headers.adding("retry-after", "5"))
            return false
        }
        return true
    }

    private func inSession(
        _ session: HTTPSession, _ message: RawMessage, _ envelope: Envelope, _ accept: Accept
    ) -> (any HTTPExchange)? {
        guard accept.json, accept.eventStream else {
            responder.refuse(406, "Accept must name both application/json and text/event-stream", headers)
            return nil
        }
        if let shared = endpoint.shared, envelope.belongsElsewhere(session.core) { return passOn(message, session, shared) }
        let primes = session.core.revision?.primesStreams == true
        let peer = Peer(principal: principal, session: session.core)
        return start(message, envelope, peer, .inSession(session, sendsPrimer: primes), accept)
    }

    /// What belongs to a call that runs at another instance, if it runs at all.
    private func passOn(_ message: RawMessage, _ session: HTTPSession, _ shared: SharedSessions) -> (any HTTPExchange)? {
        responder.later(headers) { () async throws(SessionStoreError) in
            try await shared.store.send(.message(session: session.id, principal: principal, message.bytes), to: nil)
            responder.respondEmpty(202, headers)
            return nil
        }
    }

    private func withoutSession(
        _ message: RawMessage, _ envelope: Envelope, _ accept: Accept, _ declared: String?
    ) -> (any HTTPExchange)? {
        if case .request(_, "initialize", _) = envelope, accept.eventStream { return initialize(message, envelope, accept) }
        // Who speaks of streams or revisions has lost its session id; anybody else wants plain JSON-RPC.
        guard !accept.namesEventStream, declared == nil else {
            responder.refuse(400, "Mcp-Session-Id is missing; send initialize to open a session", headers)
            return nil
        }
        if case .request(_, "initialize", _) = envelope {
            let passing = Session(id: "", principal: principal)
            return start(message, envelope, Peer(principal: principal, session: passing), .alone(isModern: false), accept)
        }
        let peer = Peer(principal: principal, session: nil, assumedRevision: .v2025_03_26)
        return start(message, envelope, peer, .alone(isModern: false), accept, takesStream: false)
    }

    private func initialize(_ message: RawMessage, _ envelope: Envelope, _ accept: Accept) -> (any HTTPExchange)? {
        switch endpoint.sessions.open(for: principal) {
        case .full:
            responder.refuse(503, "Too many sessions; come back later", headers.adding("retry-after", "5"))
            return nil
        case .tooManyForPrincipal:
            responder.refuse(429, "Too many sessions of yours; end some with DELETE", headers.adding("retry-after", "5"))
            return nil
        case .opened(let session):
            endpoint.watchSessions()
            endpoint.shared?.watch(session)
            let peer = Peer(principal: principal, session: session.core)
            let exchange = start(
                message, envelope, peer, .inSession(session, sendsPrimer: false), accept,
                headers: headers.adding(Self.sessionHeader, session.id), opens: session
            ) {
                // The request was refused, and with it the session.
                if session.core.revision == nil { endpoint.sessions.end(session) }
            }
            return exchange
        }
    }

    private func start(
        _ message: RawMessage, _ envelope: Envelope, _ peer: Peer, _ manner: PostReply.Manner, _ accept: Accept,
        takesStream: Bool? = nil, headers: HTTPHeaders? = nil, route: Route = .mcp, opens session: HTTPSession? = nil,
        afterAdmission: () -> Void = {}
    ) -> (any HTTPExchange)? {
        let headers = headers ?? self.headers
        guard endpoint.calls.enter() else {
            responder.refuse(503, "The server is shutting down", headers.adding("retry-after", "1"))
            return nil
        }
        let metadata: @Sendable () -> String?
        if endpoint.configuration.resourceMetadata == nil {
            metadata = Self.noMetadata
        } else {
            metadata = { [endpoint, request, fields] in endpoint.configuration.metadataURL(of: route, request, fields) }
        }
        let reply = PostReply(
            responder, endpoint, manner, to: envelope.requestID, opens: session, takesStream: takesStream ?? accept.eventStream,
            prefersStream: accept.prefersEventStream, headers: headers, metadata: metadata)
        let call = endpoint.server.receive(Exchange(message: message, envelope: envelope, peer: peer, outlet: reply))
        afterAdmission()
        guard let call else {
            endpoint.calls.leave()
            responder.respondEmpty(202, headers)
            return nil
        }
        return reply.start(call) ? reply : nil
    }
}

extension HTTPHeaders {
    func adding(_ name: String, _ value: String) -> HTTPHeaders {
        var copy = self
        copy.add(name, value)
        return copy
    }
}

extension Envelope {
    /// The id of the request that it is, if it is one.
    var requestID: RequestID? { if case .request(let id, _, _) = self { id } else { nil } }
}
