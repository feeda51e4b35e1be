internal import MCPCore
internal import Synchronization

/// The way back of one POST: JSON if the reply is all there is to send, else an event stream.
///
/// Which of the two is decided by what comes first. A reply goes as JSON; something on the way to it, or a long wait, opens a stream, if the
/// client takes one. A client that names streams first gets one for every result.
final class PostReply: DirectOutlet, HTTPExchange {
    /// What becomes of the call when the connection goes.
    enum Manner: Sendable {
        /// It is cancelled (requests without a session).
        case alone(isModern: Bool)
        /// It goes on, and its stream can be resumed (sessions). The primer is an empty event before all others.
        case inSession(HTTPSession, sendsPrimer: Bool)
    }

    private enum Phase {
        case waiting
        case streaming(EventStream, Int?)
        case done
    }

    private struct State {
        var phase = Phase.waiting
        var call: Call?
        var isConnected = true
        /// The keeper looks after it.
        var isKept = false

        /// - Returns: false if it is done, and there is nothing to look after.
        mutating func keep() -> Bool {
            if case .done = phase { return false }
            isKept = true
            return true
        }
    }

    private let responder: any HTTPResponder
    private let endpoint: Endpoint
    private let manner: Manner
    private let request: RequestID?
    /// What the reply tells a client of, and other instances must know by then.
    private let opened: HTTPSession?
    private let takesStream: Bool
    private let prefersStream: Bool
    private let headers: HTTPHeaders
    private let metadata: @Sendable () -> String?
    private var isModern: Bool { if case .alone(true) = manner { true } else { false } }
    private let state = Mutex(State())

    /// - Parameters:
    ///   - request: the id of the request; nil for several.
    ///   - session: the session that the request opens.
    ///   - metadata: where the resource's metadata is; asked for a client that lacks scopes.
    init(
        _ responder: any HTTPResponder, _ endpoint: Endpoint, _ manner: Manner, to request: RequestID?, opens session: HTTPSession?,
        takesStream: Bool, prefersStream: Bool, headers: HTTPHeaders, metadata: @escaping @Sendable () -> String?
    ) {
        self.request = request
        opened = session
        self.metadata = metadata
        self.responder = responder
        self.endpoint = endpoint
        self.manner = manner
        self.takesStream = takesStream
        self.prefersStream = takesStream && prefersStream
        self.headers = headers
    }

    /// Starts the call. What it answers before it first suspends is answered before this returns.
    /// - Returns: false if everything is done already.
    func start(_ call: Call) -> Bool {
        state.withLock { $0.call = call }
        call.start(on: responder.thread) { [self] in
            state.withLock { $0.call = nil }
            endpoint.calls.leave()
            finish()
        }
        guard state.withLock({ $0.keep() }) else { return false }
        if takesStream { beKept() }
        return true
    }

    /// Has the stream opened when the client has waited long enough.
    private func beKept() {
        let begin = endpoint.now
        endpoint.keeper.keep(self) { [weak self] in self?.tick($0, begin) }
        // The call may have ended on the way, after which nobody would let go of it.
        if isDone { endpoint.keeper.release(self) }
    }

    private var isDone: Bool { state.withLock { if case .done = $0.phase { true } else { false } } }

    func send(_ message: RawMessage, as role: MessageRole) async throws(TransportError) {
        switch role {
        case .reply(let code):
            if let opened, code == nil, let shared = endpoint.shared { return await introduce(opened, shared, message) }
            reply(message, code)
        case .related: await relate(message)
        }
    }

    func disconnected() {
        let (stream, call) = state.withLock { state -> (EventStream?, Call?) in
            state.isConnected = false
            if case .streaming(let stream, _) = state.phase { return (stream, state.call) }
            return (nil, state.call)
        }
        stream?.disconnected()
        if case .alone = manner { call?.cancel() }
    }

    /// Has the client come back for the answer later, by GET (2025-11-25, Streamable HTTP, polling).
    func release(retryAfter: Duration) async {
        guard case .inSession(_, sendsPrimer: true) = manner, takesStream, let (stream, number) = openStream(), number != nil else {
            return
        }
        stream.sendAway(retry: Int(retryAfter / .milliseconds(1)))
    }

    /// Answers when every instance knows the session.
    private func introduce(_ session: HTTPSession, _ shared: SharedSessions, _ message: RawMessage) async {
        do throws(SessionStoreError) {
            try await shared.save(session)
            reply(message, nil)
        } catch {
            endpoint.sessions.end(session)
            let phase = state.withLock { state in
                defer { state.phase = .done }
                return state.phase
            }
            switch phase {
            case .waiting: responder.refuseForNow(headers)
            case .streaming(let stream, _): stream.close()
            case .done: break
            }
        }
    }

    private func cancel() {
        state.withLock { $0.call }?.cancel()
    }

    private func reply(_ message: RawMessage, _ code: MCPError.Code?) {
        // An error keeps its status, which a stream has no place for.
        if prefersStream, code == nil { _ = openStream() }
        let phase = state.withLock { state in
            defer { state.phase = .done }
            return state.phase
        }
        switch phase {
        case .waiting:
            responder.respond(head(of: message, code), message.bytes)
        case .streaming(let stream, let number):
            deliver(message, stream, number, isLast: true)
        case .done: break
        }
    }

    private func head(of message: RawMessage, _ code: MCPError.Code?) -> HTTPResponseHead {
        guard code == .insufficientScope, let challenge = BearerChallenge(refusal: message, resourceMetadata: metadata()) else {
            return HTTPResponseHead(status(of: code), headers.asJSON)
        }
        // In every revision: the client is to get itself a better token (authorization, scope challenge handling).
        return HTTPResponseHead(403, headers.asJSON.adding("www-authenticate", challenge.text))
    }

    /// The stateless revision has statuses for protocol errors (2026-07-28, transports); in sessions an error is an answer like others.
    private func status(of code: MCPError.Code?) -> Int {
        guard let code, isModern else { return 200 }
        return switch code {
        case .methodNotFound: 404
        case .headerMismatch, .missingClientCapability, .unsupportedProtocolVersion, .invalidRequest: 400
        default: 200
        }
    }

    var executor: (any TaskExecutor)? { responder.thread }

    func offer(_ message: RawMessage, as role: MessageRole) -> Bool {
        guard role == .related, takesStream, let (stream, number) = openStream(), !stream.isEnded, stream.keepsUp else { return false }
        deliver(message, stream, number, isLast: false)
        return true
    }

    /// A stream whose events are numbered has none: they are kept before they go out.
    func openLine() -> DirectLine? {
        guard case .alone = manner, takesStream, let (stream, _) = openStream() else { return nil }
        return stream.openLine(.message)
    }

    private func relate(_ message: RawMessage) async {
        guard takesStream, let (stream, number) = openStream() else { return }
        deliver(message, stream, number, isLast: false)
        await stream.drained()
    }

    private func deliver(_ message: RawMessage, _ stream: EventStream, _ number: Int?, isLast: Bool) {
        if let number, case .inSession(let session, _) = manner {
            session.send(message, on: number, isLast: isLast)
        } else {
            stream.send(SSEEvent("message", data: message.bytes))
            if isLast { stream.close() }
        }
    }

    /// The stream of this reply, made by the first that needs it. Nil if the reply is done.
    private func openStream() -> (EventStream, Int?)? {
        // Made inside the lock: the head must be on its way before anybody else can write.
        state.withLock { state in
            switch state.phase {
            case .done: return nil
            case .streaming(let stream, let number): return (stream, number)
            case .waiting:
                let (stream, number) = makeStream()
                state.phase = .streaming(stream, number)
                return (stream, number)
            }
        }
    }

    private func makeStream() -> (EventStream, Int?) {
        guard case .inSession(let session, let sendsPrimer) = manner, let number = session.openStream(for: request) else {
            // Nobody can come back for the rest: what is left of the call is of no use.
            return (endpoint.openStream(responder, headers: headers, onEnd: { [weak self] _ in self?.cancel() }), nil)
        }
        let opening = sendsPrimer ? [session.primer(of: number)] : []
        let stream = endpoint.openStream(responder, headers: headers, opening: opening, onEnd: { session.detach($0, from: number) })
        session.attach(stream, to: number)
        return (stream, number)
    }

    private func tick(_ now: Duration, _ begin: Duration) {
        if now - begin > endpoint.limits.patience { _ = openStream() }
        if state.withLock({ if case .waiting = $0.phase { false } else { true } }) { endpoint.keeper.release(self) }
    }

    /// Nothing of the call runs any more. A call that was cancelled has sent no reply, and its response must end all the same.
    private func finish() {
        let (phase, isKept) = state.withLock { state in
            defer { state.phase = .done }
            return (state.phase, state.isKept)
        }
        if isKept { endpoint.keeper.release(self) }
        switch phase {
        case .waiting: responder.respond(HTTPResponseHead(202, headers), [])
        case .streaming(let stream, let number):
            if let number, case .inSession(let session, _) = manner { session.complete(number) }
            stream.close()
        case .done: break
        }
    }
}
