internal import MCPCore
internal import Synchronization

/// A stream that messages are posted to from elsewhere, and its session, which lives as long as the stream.
final class PostedStream: DirectOutlet {
    let session: Session
    private let dialect: Dialect
    private let stream = Mutex<EventStream?>(nil)

    init(_ session: Session, _ dialect: Dialect) {
        self.session = session
        self.dialect = dialect
        // Until the session ends, which it does with the stream.
        session.attach(self)
    }

    func open(_ stream: EventStream) {
        self.stream.withLock { $0 = stream }
    }

    func send(_ message: RawMessage, as role: MessageRole) async throws(TransportError) {
        guard let stream = stream.withLock({ $0 }), !stream.isEnded else { throw TransportError(.closed, "the stream is closed") }
        stream.send(SSEEvent(dialect.message, data: message.bytes))
        await stream.drained()
    }

    var executor: (any TaskExecutor)? { stream.withLock { $0 }?.executor }

    func openLine() -> DirectLine? { stream.withLock { $0 }?.openLine(dialect.form) }

    func offer(_ message: RawMessage, as role: MessageRole) -> Bool {
        guard let stream = stream.withLock({ $0 }), stream.keepsUp else { return false }
        let push = stream.push(SSEEvent(dialect.message, data: message.bytes))
        stream.settle(push)
        if case .gone = push { return false }
        return true
    }

    /// Serves a message; its answer goes to the stream.
    /// - Parameter accepted: is called before the call begins: a client may take a 202 for the sign that an answer will come.
    /// - Returns: false during a shutdown.
    func take(
        _ message: RawMessage, _ envelope: Envelope, from principal: Principal, _ endpoint: Endpoint, accepted: () -> Void = {}
    ) -> Bool {
        guard endpoint.calls.enter() else { return false }
        let peer = Peer(principal: principal, session: session, assumedRevision: .v2024_11_05)
        let call = endpoint.server.receive(Exchange(message: message, envelope: envelope, peer: peer, outlet: self))
        accepted()
        if let call { call.start { endpoint.calls.leave() } } else { endpoint.calls.leave() }
        return true
    }

    func close() {
        session.end()
        stream.withLock { $0.take() }?.close()
    }
}

/// The streams of one dialect, by id.
final class StreamTable: Sendable {
    private let streams = Mutex<[String: PostedStream]>([:])

    func add(_ stream: PostedStream) {
        streams.withLock { $0[stream.session.id] = stream }
    }

    func remove(_ stream: PostedStream) {
        streams.withLock { $0[stream.session.id] = nil }
    }

    /// - Returns: nil for an id that nobody has, and for somebody else's.
    func stream(_ id: String, of principal: Principal) -> PostedStream? {
        streams.withLock { $0[id] }.flatMap { $0.session.principal.id == principal.id ? $0 : nil }
    }

    /// Whoever it belongs to: for what other instances tell.
    func stream(_ id: String) -> PostedStream? { streams.withLock { $0[id] } }

    var count: Int { streams.withLock { $0.count } }
    var all: [PostedStream] { streams.withLock { Array($0.values) } }
    var ids: [String] { streams.withLock { Array($0.keys) } }

    func closeAll() {
        for stream in all { stream.close() }
    }
}
