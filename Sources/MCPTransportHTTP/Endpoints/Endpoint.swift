internal import MCPCore
internal import Synchronization

/// What all endpoints of one handler share.
final class Endpoint: Sendable {
    let server: MCPServer
    let configuration: HTTPConfiguration
    let limits: HTTPLimits
    let sessions: SessionTable
    /// The streams of HTTP+SSE and of the `connection_id` dialect.
    let posted = (sse: StreamTable(), connections: StreamTable())
    /// What this instance and others do for one another, if there are others.
    let shared: SharedSessions?
    let keeper: StreamKeeper
    let calls = CallCounter()
    let openStreams = Atomic(0)
    /// Streams that were ended because nobody read them.
    let overflows = Atomic(0)
    let start: Duration

    init(server: MCPServer, configuration: HTTPConfiguration) {
        self.server = server
        self.configuration = configuration
        limits = configuration.limits
        let sessions = SessionTable(limits: configuration.limits, time: server.time, store: configuration.sessions)
        self.sessions = sessions
        keeper = StreamKeeper(time: server.time)
        start = server.time.now
        shared = configuration.sessions.map { SharedSessions($0, server, sessions, configuration.limits) }
        shared?.begin(self)
    }

    var now: Duration { server.time.now }

    var load: HTTPLoad {
        var load = HTTPLoad()
        load.sessions = sessions.count
        load.streams = openStreams.load(ordering: .relaxed)
        load.overflows = overflows.load(ordering: .relaxed)
        return load
    }

    var hasRoomForStream: Bool { openStreams.load(ordering: .relaxed) < limits.streams }

    /// Has idle sessions ended, for as long as there are any.
    func watchSessions() {
        keeper.keep(sessions) { [keeper, sessions] now in
            sessions.tick(now)
            if sessions.count == 0 { keeper.release(sessions) }
        }
    }

    /// Opens a stream that is looked after until it ends.
    func openStream(
        _ responder: any HTTPResponder, headers: HTTPHeaders, opening: [SSEEvent] = [], beat: EventStream.Beat? = nil,
        keepAlive: @escaping @Sendable (EventStream) -> EventStream.Push = { $0.push(SSEEvent.keepAlive) },
        lingers: @escaping @Sendable () -> Bool = { false }, onEnd: @escaping @Sendable (EventStream) -> Void = { _ in }
    ) -> EventStream {
        openStreams.wrappingAdd(1, ordering: .relaxed)
        let slot = StreamSlot()
        let stream = EventStream(
            responder, headers: headers, opening: opening, beat: beat, limits: limits, now: now, keepAlive: keepAlive,
            lingers: lingers
        ) { [self] in
            openStreams.wrappingSubtract(1, ordering: .relaxed)
            guard let stream = slot.take() else { return }
            if stream.isOverflown { overflows.wrappingAdd(1, ordering: .relaxed) }
            keeper.release(stream)
            onEnd(stream)
        }
        slot.fill(stream)
        // Held until its end, as by the slot: a weak reference would make every use of the stream dearer.
        keeper.keep(stream) { stream.tick($0) }
        if stream.isEnded { keeper.release(stream) }
        return stream
    }
}

/// Holds a stream for the closure that is made before it.
private final class StreamSlot: Sendable {
    private let stream = Mutex<EventStream?>(nil)

    func fill(_ stream: EventStream) { self.stream.withLock { $0 = stream } }
    func take() -> EventStream? { stream.withLock { $0.take() } }
}
