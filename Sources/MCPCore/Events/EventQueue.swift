/// What one subscription has still to be given: the state machine behind ``EventSubscription``. It returns what is to be done, and does
/// nothing itself.
struct EventQueue {
    enum Step {
        case none
        /// Give these to the sink, and say what came of it to ``delivered(_:_:)``.
        case deliver([ServerEvent])
        /// Wait until the sink can take more, and say so to ``drained()``.
        case waitForSink
        /// Say ``due()`` when the time of a batch is over.
        case schedule(Duration)
        case end(EventSubscription.End, dropped: Int)
    }

    private enum Phase {
        /// Reads what it has missed from the log.
        case catchingUp
        case live
        case ended
    }

    private let limit: Int
    private let batching: EventBatching?
    private var phase = Phase.catchingUp
    /// Up to here every event was given to the sink, stands in the queue, or was not wanted.
    private(set) var position: EventPosition?
    /// The last that was told while it still caught up.
    private var newest: EventPosition?
    private var waiting: [ServerEvent] = []
    private(set) var waitingSince: Duration?
    private var isSinkFull = false
    /// Some thread is giving events to the sink.
    private var isDelivering = false
    /// What waits need not wait for more.
    private var isDue = false
    private var isScheduled = false
    private(set) var sent = 0

    /// - Parameter position: what came after it is wanted.
    init(after position: EventPosition?, limit: Int, batching: EventBatching?) {
        self.position = position
        self.batching = batching
        self.limit = max(limit, batching?.count ?? 0)
    }

    var count: Int { waiting.count }
    var isEnded: Bool { phase == .ended }
    var isLive: Bool { phase == .live }
    /// Everything up to ``position`` is with the sink.
    private var isIdle: Bool { phase == .live && waiting.isEmpty && !isDelivering }

    /// Takes events that were just told, in order.
    /// - Parameter wanted: those that the filter lets through; the same array where it lets all through.
    mutating func offer(_ events: [ServerEvent], wanted: [ServerEvent], now: @autoclosure () -> Duration) -> Step {
        guard let last = events.last?.position else { return .none }
        switch phase {
        case .ended: return .none
        case .catchingUp:
            // Where nothing was told before, what comes before these is not wanted.
            position = position ?? events[0].position.predecessor
            newest = last
            return .none
        case .live: break
        }
        var wanted = wanted
        if let position, let first = wanted.first, first.position <= position { wanted.removeAll { $0.position <= position } }
        position = max(position ?? last, last)
        guard !wanted.isEmpty else { return .none }
        // The usual way: nothing waits, and what all share goes on as it is.
        if batching == nil, !isSinkFull, !isDelivering, waiting.isEmpty {
            isDelivering = true
            return .deliver(wanted)
        }
        if waiting.isEmpty { waitingSince = now() }
        waiting += wanted
        guard waiting.count <= limit else { return end(.overflow) }
        return next()
    }

    /// The sink was given events.
    mutating func delivered(_ count: Int, _ uptake: EventUptake) -> Step {
        isDelivering = false
        sent += count
        guard phase != .ended else { return .none }
        switch uptake {
        case .taken: return next()
        case .full:
            isSinkFull = true
            return .waitForSink
        case .gone: return end(.gone)
        }
    }

    mutating func drained() -> Step {
        isSinkFull = false
        return next()
    }

    mutating func due() -> Step {
        isScheduled = false
        isDue = !waiting.isEmpty
        return next()
    }

    /// - Returns: what there is to give now, if there is anything.
    private mutating func next() -> Step {
        guard phase == .live, !waiting.isEmpty, !isSinkFull, !isDelivering else { return .none }
        guard let batching else { return take(waiting.count) }
        if isDue || waiting.count >= batching.count { return take(min(batching.count, waiting.count)) }
        guard !isScheduled else { return .none }
        isScheduled = true
        return .schedule(batching.time)
    }

    private mutating func take(_ count: Int) -> Step {
        isDelivering = true
        let events = Array(waiting.prefix(count))
        waiting.removeFirst(count)
        if waiting.isEmpty { (waitingSince, isDue) = (nil, false) }
        return .deliver(events)
    }

    mutating func end(_ end: EventSubscription.End) -> Step {
        guard phase != .ended else { return .none }
        phase = .ended
        defer { waiting = [] }
        return .end(end, dropped: waiting.count)
    }

    // MARK: - Catching up

    /// Goes live at once, if nothing was told since the subscription was made.
    mutating func joinAtOnce() -> Bool {
        guard phase == .catchingUp, newest == nil else { return false }
        phase = .live
        return true
    }

    /// Notes what was read and given to the sink.
    mutating func caughtUp(to position: EventPosition?, sent: Int) {
        self.position = position
        self.sent += sent
    }

    /// The log has nothing more: goes live, unless something was told since it was asked. So nothing is told twice, and nothing is left
    /// out.
    /// - Returns: false if the log has to be read again.
    mutating func join() -> Bool {
        guard phase == .catchingUp else { return true }
        if let newest, newest > position ?? EventPosition(0) { return false }
        phase = .live
        return true
    }

    /// Claims the sink for a word between events; ``unclaim()`` follows.
    /// - Returns: nil while something waits or is on its way.
    mutating func claim() -> EventPosition?? {
        guard isIdle else { return nil }
        isDelivering = true
        return .some(position)
    }

    mutating func unclaim() -> Step {
        isDelivering = false
        return next()
    }
}
