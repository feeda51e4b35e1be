internal import MCPCore
internal import Synchronization

/// A response that is an event stream: the only writer of one, whatever the dialect.
///
/// It has no task and no timer of its own; ``StreamKeeper`` looks after all of them. A reader that is too slow, and one that has been there
/// for as long as a host allows, loses the stream and comes back.
final class EventStream: Sendable {
    struct Beat: Sendable {
        let period: Duration
        let event: @Sendable () -> SSEEvent
    }

    private struct State {
        var isEnded = false
        var isOverflown = false
        var nextKeepAlive: Duration
        var nextBeat: Duration?
    }

    private let responder: any HTTPResponder
    private let beat: Beat?
    private let keepAlive: @Sendable (EventStream) -> Push
    private let limits: HTTPLimits
    private let end: Duration
    private let state: Mutex<State>
    /// How much waited for the reader after the last event, if nobody has waited for it since.
    private let unread = Atomic(0)
    /// Whether it must not be ended just now, if that can be helped.
    private let lingers: @Sendable () -> Bool
    /// Told once, when the stream has ended, whoever ended it.
    private let onEnd: @Sendable () -> Void

    /// Sends the head and the opening events.
    /// - Parameter keepAlive: writes what keeps an idle stream open.
    init(
        _ responder: any HTTPResponder, headers: HTTPHeaders, opening: [SSEEvent], beat: Beat? = nil, limits: HTTPLimits, now: Duration,
        keepAlive: @escaping @Sendable (EventStream) -> Push = { $0.push(SSEEvent.keepAlive) },
        lingers: @escaping @Sendable () -> Bool = { false }, onEnd: @escaping @Sendable () -> Void = {}
    ) {
        self.responder = responder
        self.beat = beat
        self.keepAlive = keepAlive
        self.limits = limits
        self.lingers = lingers
        self.onEnd = onEnd
        end = now + limits.streamTime
        state = Mutex(State(nextKeepAlive: now + limits.keepAlive, nextBeat: beat.map { now + $0.period }))
        var all = headers
        all.add("content-type", "text/event-stream; charset=utf-8")
        all.add("cache-control", "no-cache, no-transform")
        // Keeps proxies such as nginx from collecting the stream.
        all.add("x-accel-buffering", "no")
        responder.begin(HTTPResponseHead(200, all))
        let bytes = opening.isEmpty ? SSEEvent.keepAlive : opening.flatMap(\.bytes)
        responder.write(bytes)
    }

    /// Where it is written to best.
    var executor: (any TaskExecutor)? { responder.thread }

    /// Makes a direct line to its reader, if the web server has one; called once.
    func openLine(_ form: LineForm) -> DirectLine? {
        guard let line = (responder as? any DirectResponder)?.openLine() else { return nil }
        line.wrap(form)
        return line
    }

    var isEnded: Bool { state.withLock { $0.isEnded } }
    /// Its reader was too slow.
    var isOverflown: Bool { state.withLock { $0.isOverflown } }

    enum Push: Sendable {
        case taken
        case gone
        /// The reader has left too much unread.
        case slow
    }

    /// Writes an event, and does no more: for those who hold a lock. What came of it goes to ``settle(_:)`` afterwards.
    func push(_ event: SSEEvent) -> Push {
        push(event.bytes)
    }

    /// Ends the stream if its reader is gone or too slow.
    func settle(_ push: Push) {
        switch push {
        case .taken: break
        case .gone: disconnected()
        case .slow:
            state.withLock { $0.isOverflown = true }
            sendAway(retry: 1_000)
        }
    }

    func send(_ event: SSEEvent) {
        settle(push(event.bytes))
    }

    /// Whether the reader keeps up, as far as is known: who sends to many at once waits for nobody, but for who does not.
    var keepsUp: Bool { unread.load(ordering: .relaxed) < limits.unreadBytes / 8 }

    /// Suspends while the reader is slow.
    func drained() async {
        await responder.drained()
        unread.store(0, ordering: .relaxed)
    }

    /// Ends the response in peace.
    func close() {
        finish { responder.end() }
    }

    /// The connection is gone.
    func disconnected() {
        finish {}
    }

    /// Tells the reader when to come back, and ends the response.
    func sendAway(retry milliseconds: Int) {
        responder.write(SSEEvent.retryOnly(milliseconds))
        close()
    }

    /// Does what is due.
    func tick(_ now: Duration) {
        if now >= end, now >= end + limits.streamGrace || !lingers() { return sendAway(retry: 1_000) }
        let (beats, keepsAlive) = state.withLock { state in
            var beats = false
            if let due = state.nextBeat, now >= due, let beat {
                state.nextBeat = due + beat.period
                beats = true
            }
            let keepsAlive = now >= state.nextKeepAlive
            if keepsAlive { state.nextKeepAlive = now + limits.keepAlive }
            return (beats, keepsAlive)
        }
        if beats, let beat { send(beat.event()) }
        if keepsAlive { settle(keepAlive(self)) }
    }

    /// The same for what was written as an event before, or is none.
    func push(_ bytes: [UInt8]) -> Push {
        guard !isEnded, let waiting = responder.write(bytes) else { return .gone }
        unread.store(waiting, ordering: .relaxed)
        return waiting <= limits.unreadBytes + bytes.count ? .taken : .slow
    }

    private func finish(_ last: () -> Void) {
        let isFirst = state.withLock { state in
            defer { state.isEnded = true }
            return !state.isEnded
        }
        guard isFirst else { return }
        last()
        onEnd()
    }
}
