internal import MCPCore

extension StreamableEndpoint {
    /// GET: the session's common stream, or the rest of one that was lost; for those who take no streams, how we are.
    func get() -> (any HTTPExchange)? {
        guard fields.accept.namesEventStream else {
            InfoEndpoint(endpoint: endpoint, responder: responder, headers: headers).health()
            return nil
        }
        let last = request.headers[known: "last-event-id"]
        let id = last.flatMap { EventID($0) }
        if last != nil, id == nil {
            responder.refuse(400, "Last-Event-ID is not one of ours", headers)
            return nil
        }
        return withSession { session in
            guard let id else { return open(session, session.common, after: nil) }
            switch session.resumption(after: id) {
            case .possible: return open(session, id.stream, after: id.sequence)
            case .tooManyStreams: return refuseStream()
            case .lost: return resume(session, id)
            }
        }
    }

    /// DELETE: ends the session and what runs in it.
    func delete() -> (any HTTPExchange)? {
        withSession { session in
            guard let shared = endpoint.shared else {
                endpoint.sessions.end(session)
                responder.respondEmpty(204, headers)
                return nil
            }
            return responder.later(headers) { () async throws(SessionStoreError) in
                try await shared.remove(session.id)
                endpoint.sessions.end(session)
                responder.respondEmpty(204, headers)
                return nil
            }
        }
    }

    /// Serves with the session that the request names: this instance's, or one that another has opened.
    func withSession(_ serve: @escaping @Sendable (HTTPSession) -> (any HTTPExchange)?) -> (any HTTPExchange)? {
        guard let id = fields.session else {
            responder.refuse(400, "Mcp-Session-Id is missing", headers)
            return nil
        }
        if let session = endpoint.sessions.session(id, of: principal) { return serve(session) }
        guard let shared = endpoint.shared else { return refuseSession() }
        return responder.later(headers) { () async throws(SessionStoreError) in
            guard let session = try await shared.find(id, of: principal) else { return refuseSession() }
            endpoint.watchSessions()
            return serve(session)
        }
    }

    /// - Parameter sequence: the last event that the client has; nil for what nobody has had.
    private func open(_ session: HTTPSession, _ stream: Int, after sequence: Int?) -> (any HTTPExchange)? {
        guard let shared = endpoint.shared, stream == session.common else { return connect(session, stream, after: sequence) }
        return responder.later(headers) { () async throws(SessionStoreError) in
            let last = sequence.map { EventID(stream: stream, sequence: $0) }
            return move(session, try await shared.bringHome(session, after: last), after: sequence, shared)
        }
    }

    /// What another instance sent, or nobody keeps any more.
    private func resume(_ session: HTTPSession, _ id: EventID) -> (any HTTPExchange)? {
        guard let shared = endpoint.shared else { return refuseEvent() }
        return responder.later(headers) { () async throws(SessionStoreError) in
            guard let rest = try await shared.rest(of: id, session) else { return refuseEvent() }
            if rest.part.description.request == nil, try await shared.isCommon(id.stream, session) {
                let moving = try await shared.bringHome(session, after: id)
                return moving.isLost ? refuseEvent() : move(session, moving, after: nil, shared)
            }
            guard endpoint.hasRoomForStream else { return refuseStream() }
            let connection = endpoint.openStream(responder, headers: headers)
            let stream = shared.follow(rest, to: connection, endsConnection: true, endpoint.keeper)
            shared.store.tell(.attached(rest.name), to: rest.part.description.writer)
            stream.grow()
            return StreamExchange(connection)
        }
    }

    /// The common stream, with what was missed where it was before.
    private func move(
        _ session: HTTPSession, _ moving: SharedSessions.Moving, after sequence: Int?, _ shared: SharedSessions
    ) -> (any HTTPExchange)? {
        guard endpoint.hasRoomForStream else { return refuseStream() }
        guard !moving.missed.isEmpty || moving.isUncertain else { return connect(session, session.common, after: sequence) }
        let connection = endpoint.openStream(
            responder, headers: headers, onEnd: { session.detach($0, from: session.common) })
        for part in moving.missed {
            shared.follow(part, to: connection, endsConnection: false, endpoint.keeper) { session.hasTold($0) }.grow()
        }
        session.attach(connection, to: session.common, after: sequence)
        if moving.isUncertain { session.core.announceWatched() }
        return StreamExchange(connection)
    }

    private func connect(_ session: HTTPSession, _ stream: Int, after sequence: Int?) -> (any HTTPExchange)? {
        guard endpoint.hasRoomForStream else { return refuseStream() }
        let primes = session.core.revision?.primesStreams == true && sequence == nil
        let opening = primes ? [session.primer(of: stream)] : []
        let connection = endpoint.openStream(responder, headers: headers, opening: opening, onEnd: { session.detach($0, from: stream) })
        session.attach(connection, to: stream, after: sequence)
        return StreamExchange(connection)
    }

    private func refuseSession() -> (any HTTPExchange)? {
        responder.refuse(404, "No such session; send initialize to open one", headers)
        return nil
    }

    private func refuseEvent() -> (any HTTPExchange)? {
        responder.refuse(400, "What followed this event is not kept any more; send initialize to start anew", headers)
        return nil
    }

    private func refuseStream() -> (any HTTPExchange)? {
        responder.refuse(429, "Too many streams", headers.adding("retry-after", "5"))
        return nil
    }
}
