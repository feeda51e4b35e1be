internal import MCPCore

/// Does what other instances ask for.
struct NewsReader {
    let endpoint: Endpoint
    let shared: SharedSessions

    func read(_ news: InstanceNews) {
        switch news {
        case .letter(let letter, from: let sender): read(letter, sender)
        case .returned(mayHaveLost: false): break
        case .returned(mayHaveLost: true): restore()
        }
    }

    private func read(_ letter: InstanceLetter, _ sender: InstanceID) {
        switch letter {
        case .message(session: let id, let principal, let bytes): deliver(RawMessage(bytes), id, principal, sender)
        case .missing(session: let id): shared.forgetHome(of: id)
        case .ended(session: let id):
            shared.forgetHome(of: id)
            if let session = endpoint.sessions.session(id) { endpoint.sessions.end(session) }
        case .changed(session: let id):
            if let session = endpoint.sessions.session(id) { Task { await adopt(session) } }
        case .attached(let name):
            guard let session = endpoint.sessions.session(name.session) else { return }
            // The common stream of a session is named by its number at the home that was; whoever is home now steps back.
            let number = session.has(name.number) ? name.number : session.common
            if number == name.number || session.isHome { session.handOver(number, to: sender) }
        case .grown(let name): shared.foreignStream(name)?.grow()
        }
    }

    /// Takes over what another instance has changed in a session.
    private func adopt(_ session: HTTPSession) async {
        do throws(SessionStoreError) {
            guard let record = try await shared.store.record(session.id) else { return }
            let added = session.core.adopt(record)
            // A change since the client asked may have come before we knew that it had.
            if session.isHome { session.core.announceWatched(added) }
        } catch {
            endpoint.server.logger.warning("a session has changed elsewhere and cannot be read", metadata: ["reason": "\(error)"])
        }
    }

    /// A message for a stream here, or for a call that may run here.
    private func deliver(_ message: RawMessage, _ id: String, _ principal: Principal, _ sender: InstanceID) {
        let envelope = Envelope(message, limits: endpoint.server.limits.json)
        if let posted = endpoint.posted.sse.stream(id, of: principal) ?? endpoint.posted.connections.stream(id, of: principal) {
            // During a shutdown nobody takes it: the stream is about to end, and its client asks again elsewhere.
            _ = posted.take(message, envelope, from: principal, endpoint)
        } else if let session = endpoint.sessions.session(id), session.core.principal.id == principal.id, envelope.belongsToCall {
            let peer = Peer(principal: principal, session: session.core)
            // Neither an answer nor a cancellation is answered.
            _ = endpoint.server.receive(Exchange(message: message, envelope: envelope, peer: peer, outlet: CommonStream(session)))
        } else if !envelope.belongsToCall {
            shared.store.tell(.missing(session: id), to: sender)
        }
    }

    /// The store may be empty. What is open here is saved again; a session that is at home elsewhere is asked for again when it is needed. The
    /// streams of HTTP+SSE end, since a message on its way to one may be lost and their clients have no other way to learn of it.
    private func restore() {
        for stream in endpoint.posted.sse.all + endpoint.posted.connections.all { stream.close() }
        let sessions = endpoint.sessions.all
        Task { [shared, endpoint] in
            for session in sessions {
                do throws(SessionStoreError) {
                    if session.isHome {
                        try await shared.save(session)
                    } else if try await shared.store.record(session.id) == nil, session.core.inFlightCount == 0 {
                        endpoint.sessions.end(session)
                    }
                } catch {
                    // It went away again, and is restored when it is back.
                    return
                }
            }
        }
    }
}

extension Envelope {
    /// An answer or a cancellation: what only the instance can use where a call runs.
    var belongsToCall: Bool {
        switch self {
        case .response: true
        case .notification(let method, _): method == "notifications/cancelled"
        case .request, .batch, .malformed: false
        }
    }

    /// The same, of no call that runs here.
    func belongsElsewhere(_ session: Session) -> Bool {
        switch self {
        case .response(let id?, _): !session.awaits(id)
        case .notification("notifications/cancelled", let params):
            params["requestId"].flatMap { RequestID($0.value) }.map { !session.runs($0) } ?? false
        default: false
        }
    }
}
