internal import MCPCore
internal import Synchronization

/// A session over HTTP: the protocol's session, and its streams.
///
/// One stream carries what belongs to no request. Every message goes to one stream and is numbered there, so a client that lost a connection
/// can have the rest of that stream, and of no other.
///
/// Where instances share sessions there may be such an object in each of them. What one sends on a stream it also gives to the store; and one
/// of them alone, the home, tells what belongs to no request.
final class HTTPSession: Sendable {
    fileprivate struct State {
        var streams: [Int: SessionStream] = [:]
        var nextStream: Int
        var ring: EventRing
        var lastUse: Duration
        var isEnded = false
        var isHome: Bool
        /// What was the last of the common stream when this became the home.
        var homeSince = 0
    }

    enum Resumption {
        case possible
        /// The id names nothing that this session sent, or what came after it is not kept any more.
        case lost
        case tooManyStreams
    }

    let core: Session
    /// The stream for what belongs to no request.
    let common: Int
    private let limits: HTTPLimits
    private let store: (any SessionStore)?
    private let state: Mutex<State>

    /// - Parameters:
    ///   - store: what instances share, if they do.
    ///   - isHome: it was opened here.
    init(_ core: Session, limits: HTTPLimits, now: Duration, store: (any SessionStore)? = nil, isHome: Bool = true) {
        self.core = core
        self.limits = limits
        self.store = store
        // Numbers that no other instance comes to, within what all clients can count (2^53).
        common = store == nil ? 0 : Int.random(in: (1 << 24)...(1 << 52))
        let ring = EventRing(count: limits.keptEvents, bytes: limits.keptBytes)
        state = Mutex(
            State(streams: [common: SessionStream()], nextStream: common + 1, ring: ring, lastUse: now, isHome: isHome))
        if isHome { announce(common, for: nil) }
        core.attach(CommonStream(self))
    }

    var id: String { core.id }
    var isHome: Bool { state.withLock { $0.isHome } }
    var lastUse: Duration { state.withLock { $0.lastUse } }
    var hasConnection: Bool { state.withLock { state in state.streams.values.contains { $0.attached != nil } } }

    /// Where the one who reads the common stream is written to.
    var executor: (any TaskExecutor)? { state.withLock { $0.streams[common]?.attached }?.executor }

    func touch(_ now: Duration) {
        state.withLock { $0.lastUse = now }
    }

    /// Whether nobody has used it for too long. One that is at home elsewhere can be asked for again at any time.
    func isIdle(_ now: Duration) -> Bool {
        state.withLock { state in
            let time = state.isHome ? limits.sessionIdleTime : min(limits.sessionIdleTime, .seconds(60))
            return now - state.lastUse > time && !state.streams.values.contains { $0.attached != nil }
        } && core.inFlightCount == 0
    }

    /// A stream for the answers to one request.
    /// - Parameter request: its id; nil for several requests.
    func openStream(for request: RequestID?) -> Int? {
        let number = state.withLock { state -> Int? in
            guard !state.isEnded, state.attachedCount < limits.streamsPerSession else { return nil }
            defer { state.nextStream += 1 }
            state.streams[state.nextStream] = SessionStream()
            return state.nextStream
        }
        // Nobody knows the number yet, so nothing can be sent before.
        if let number { announce(number, for: request) }
        return number
    }

    private func announce(_ number: Int, for request: RequestID?) {
        guard let store else { return }
        let description = StreamDescription(writer: store.instance, request: request.map { RawJSON($0.json) })
        store.open(StreamName(session: id, number: number), description)
    }

    /// Whether a stream is one of this instance's.
    func has(_ number: Int) -> Bool { state.withLock { $0.streams[number] != nil } }

    /// From now on this instance tells what belongs to no request.
    func becomeHome() {
        let isNew = state.withLock { state in
            defer { state.isHome = true }
            if !state.isHome { state.homeSince = state.streams[common]?.lastSequence ?? 0 }
            return !state.isHome
        }
        if isNew { announce(common, for: nil) }
    }

    /// Whether this home has told the same: while a session moves, the home that was may tell of a change too.
    func hasTold(_ message: [UInt8]) -> Bool {
        state.withLock { state in state.ring.events(of: common, after: state.homeSince)?.contains { $0.data == message } ?? false }
    }

    /// The client reads a stream at another instance now: the connection here is of no more use.
    func handOver(_ number: Int, to reader: InstanceID) {
        let old = state.withLock { state -> EventStream? in
            if number == common { state.isHome = false }
            guard var stream = state.streams[number] else { return nil }
            defer { state.streams[number] = stream }
            if number != common { stream.reader = reader }
            return stream.attached.take()
        }
        old?.close()
        // What was appended since it looked.
        store?.tell(.grown(StreamName(session: id, number: number)), to: reader)
    }

    /// Gives a stream a connection, and the connection what it has missed. One that the stream has already is closed: the client has come
    /// back before we knew it was gone.
    /// - Parameter sequence: the last event that the client has; nil for what nobody has had.
    func attach(_ connection: EventStream, to number: Int, after sequence: Int? = nil) {
        let (old, pushes, isComplete) = state.withLock { state -> (EventStream?, [EventStream.Push], Bool) in
            guard var stream = state.streams[number] else { return (nil, [], true) }
            // Written inside the lock: nothing that is sent meanwhile may overtake what was missed.
            let missed = state.ring.events(of: number, after: sequence ?? stream.lastPushed) ?? []
            let pushes = missed.map { connection.push(Self.event($0)) }
            let old = stream.attached
            stream.attached = stream.isComplete ? nil : connection
            stream.reader = nil
            stream.lastPushed = stream.lastSequence
            state.streams[number] = stream
            return (old, pushes, stream.isComplete)
        }
        old?.close()
        for push in pushes { connection.settle(push) }
        if isComplete { connection.close() }
    }

    func detach(_ connection: EventStream, from stream: Int) {
        state.withLock { state in
            guard state.streams[stream]?.attached === connection else { return }
            state.streams[stream]?.attached = nil
        }
    }

    /// An event with no content, whose id is where a client that loses the stream at once comes back to.
    func primer(of stream: Int) -> SSEEvent {
        SSEEvent(nil, id: EventID(stream: stream, sequence: state.withLock { $0.streams[stream]?.lastSequence ?? 0 }).text, data: [])
    }

    /// Sends a message on a stream, or keeps it until the client comes back for it.
    /// - Parameter isLast: the reply; the stream ends with it.
    func send(_ message: RawMessage, on number: Int, isLast: Bool) {
        let sent = state.withLock { state -> (EventStream, EventStream.Push)? in
            guard var stream = state.streams[number], !state.isEnded, state.isHome || number != common else { return nil }
            stream.lastSequence += 1
            stream.isComplete = isLast
            let event = EventRing.Event(stream: number, sequence: stream.lastSequence, data: message.bytes)
            let connection = stream.attached
            // Written inside the lock, so that events go out in the order of their numbers.
            let push = connection?.push(Self.event(event))
            if case .taken? = push { stream.lastPushed = stream.lastSequence }
            state.streams[number] = stream
            state.keep(event)
            share(message.bytes, number, stream.lastSequence, stream, isLast: isLast)
            guard let connection, let push else { return nil }
            return (connection, push)
        }
        guard let (connection, push) = sent else { return }
        connection.settle(push)
        if isLast { connection.close() }
    }

    /// Nothing more comes on a stream: its call was cancelled, and has no reply. Who waits for the rest of it need wait no longer.
    func complete(_ number: Int) {
        let open = state.withLock { state -> EventStream? in
            guard var stream = state.streams[number] else { return nil }
            let open = stream.attached
            stream.attached = nil
            // Whoever reads it elsewhere learns of its end by an event without a message.
            if !stream.isComplete { share([], number, stream.lastSequence + 1, stream, isLast: true) }
            stream.isComplete = true
            let isKept = state.ring.events(of: number, after: stream.lastSequence - 1)?.isEmpty == false
            state.streams[number] = isKept ? stream : nil
            if !isKept { state.ring.forget(number) }
            return open
        }
        open?.close()
    }

    /// Inside the lock, so that events are stored in the order of their numbers; a store does not wait.
    private func share(_ message: [UInt8], _ number: Int, _ sequence: Int, _ stream: SessionStream, isLast: Bool) {
        guard let store else { return }
        let name = StreamName(session: id, number: number)
        let isDelivered = stream.lastPushed == sequence
        store.append(StreamEvent(sequence: sequence, message: message, isLast: isLast, isDelivered: isDelivered), to: name)
        if let reader = stream.reader { store.tell(.grown(name), to: reader) }
    }

    /// Whether a client that comes back with an event's id can have what it has missed.
    func resumption(after id: EventID) -> Resumption {
        state.withLock { state in
            guard let stream = state.streams[id.stream], id.sequence <= stream.lastSequence,
                state.ring.events(of: id.stream, after: id.sequence) != nil
            else { return .lost }
            return stream.attached != nil || state.attachedCount < limits.streamsPerSession ? .possible : .tooManyStreams
        }
    }

    private static func event(_ event: EventRing.Event) -> SSEEvent {
        SSEEvent("message", id: EventID(stream: event.stream, sequence: event.sequence).text, data: event.data)
    }

    /// Cancels what runs and closes what is open.
    func end() {
        let open = state.withLock { state in
            state.isEnded = true
            defer { state.streams = [:] }
            return state.streams.values.compactMap(\.attached)
        }
        core.end()
        for connection in open { connection.close() }
    }
}

/// The way of what belongs to no request: it goes to who has the common stream open, or is kept for who opens it.
struct CommonStream: MessageOutlet {
    private let session: HTTPSession

    init(_ session: HTTPSession) {
        self.session = session
    }

    func send(_ message: RawMessage, as role: MessageRole) async throws(TransportError) {
        session.send(message, on: session.common, isLast: false)
    }

    var executor: (any TaskExecutor)? { session.executor }

    func offer(_ message: RawMessage, as role: MessageRole) -> Bool {
        session.send(message, on: session.common, isLast: false)
        return true
    }
}

extension HTTPSession.State {
    fileprivate var attachedCount: Int { streams.values.count { $0.attached != nil } }

    /// A complete stream is remembered for as long as its last event is.
    fileprivate mutating func keep(_ event: EventRing.Event) {
        for old in ring.append(event) {
            guard let stream = streams[old.stream], stream.isComplete, stream.lastSequence == old.sequence else { continue }
            streams[old.stream] = nil
            ring.forget(old.stream)
        }
    }
}
