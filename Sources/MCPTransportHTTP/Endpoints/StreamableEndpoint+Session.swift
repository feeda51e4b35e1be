internal import MCPCore

extension StreamableEndpoint {
    /// GET: the session's common stream, or the rest of one that was lost; for those who take no streams, how we are.
    func get() -> (any HTTPExchange)? {
        guard fields.accept.namesEventStream else {
            InfoEndpoint(endpoint: endpoint, responder: responder, headers: headers).health()
            return nil
        }
        guard let session = existingSession() else { return nil }
        guard let last = request.headers[known: "last-event-id"] else { return open(session, HTTPSession.common, after: nil) }
        guard let id = EventID(last) else {
            responder.refuse(400, "Last-Event-ID is not one of ours", headers)
            return nil
        }
        switch session.resumption(after: id) {
        case .possible: return open(session, id.stream, after: id.sequence)
        case .tooManyStreams: return refuseStream()
        case .lost:
            responder.refuse(400, "What followed this event is not kept any more; send initialize to start anew", headers)
            return nil
        }
    }

    /// DELETE: ends the session and what runs in it.
    func delete() {
        guard let session = existingSession() else { return }
        endpoint.sessions.end(session)
        responder.respondEmpty(204, headers)
    }

    private func open(_ session: HTTPSession, _ stream: Int, after sequence: Int?) -> (any HTTPExchange)? {
        guard endpoint.hasRoomForStream else { return refuseStream() }
        let primes = session.core.revision?.primesStreams == true && sequence == nil
        let opening = primes ? [session.primer(of: stream)] : []
        let connection = endpoint.openStream(responder, headers: headers, opening: opening, onEnd: { session.detach($0, from: stream) })
        session.attach(connection, to: stream, after: sequence)
        return StreamExchange(connection)
    }

    private func existingSession() -> HTTPSession? {
        guard let id = fields.session else {
            responder.refuse(400, "Mcp-Session-Id is missing", headers)
            return nil
        }
        guard let session = endpoint.sessions.session(id, of: principal) else {
            responder.refuse(404, "No such session; send initialize to open one", headers)
            return nil
        }
        return session
    }

    private func refuseStream() -> (any HTTPExchange)? {
        responder.refuse(429, "Too many streams", headers.adding("retry-after", "5"))
        return nil
    }
}
