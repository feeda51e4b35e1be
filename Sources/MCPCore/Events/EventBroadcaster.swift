public import Logging
internal import Synchronization

/// Tells whoever wants to know of events, whoever published them.
///
/// What is published goes to the log, and is told when it comes back from there; so several instances that share a log tell the same, in the
/// same order. Who gets an event is decided before it is written, and it is written once for all of them. Telling costs no task and no
/// timer, whatever the number of those who are told.
///
/// Safe to use from any thread. It and its subscriptions live until ``close()``.
///
/// ```swift
/// let events = EventBroadcaster()
/// server.announceUpdates(of: events)
/// try await events.publish(EventDraft(.ticketUpdated, source: .mcpTool, key: "7/v3/ticket_updated", resources: ["ticket://7"]))
/// ```
public final class EventBroadcaster: EventPublisher {
    private struct State {
        var subscriptions: [EventSubscription] = []
        var position: EventPosition?
        var departures: [(departure: EventStatistics.Departure, at: Duration)] = []
        var isClosed = false
        var (opened, overflows, told, known, sent) = (0, 0, 0, 0, 0)
        var lastEvent: Duration?
    }

    public let log: any EventLog
    public let limits: EventLimits
    package let time: any TimeSource
    let logger: Logger
    let batches: BatchClock
    private let tally: EventTally
    private let state = Mutex(State())
    private let following = Mutex<EventFollowing?>(nil)

    public init(
        log: any EventLog = MemoryEventLog(), limits: EventLimits = EventLimits(), time: any TimeSource = SystemTime(),
        tally: EventTally = EventTally(), logger: Logger = Logger(label: "mcp.events")
    ) {
        self.log = log
        self.tally = tally
        self.limits = limits
        self.time = time
        self.logger = logger
        batches = BatchClock(time: time)
        let following = log.follow { [weak self] change in self?.tell(change) }
        self.following.withLock { $0 = following }
    }

    @discardableResult
    public func publish(_ drafts: [EventDraft]) async throws(EventLogError) -> [EventReceipt] {
        guard state.withLock({ !$0.isClosed }) else { throw EventLogError(.closed, "Events are taken no more") }
        let receipts = try await log.append(drafts)
        let known = receipts.count { $0 == .known }
        if known > 0 {
            state.withLock { $0.known += known }
            tally.known.wrappingAdd(known, ordering: .relaxed)
        }
        return receipts
    }

    /// Makes a subscription, which begins when it is started.
    /// - Returns: nil once the broadcaster is closed.
    public func subscribe(_ wish: EventWish, sink: any EventSink) -> EventSubscription? {
        state.withLock { state in
            guard !state.isClosed else { return nil }
            // From here on it is told that there is something to read, so that nothing falls between reading and being told.
            let subscription = EventSubscription(wish, after: wish.position ?? state.position, of: self, sink: sink)
            subscription.place.withLock { $0 = state.subscriptions.count }
            state.subscriptions.append(subscription)
            if !wish.isHidden { state.opened += 1 }
            return subscription
        }
    }

    /// Where the log stands, as far as it has told. Nil while it has told nothing.
    public var position: EventPosition? { state.withLock { $0.position } }

    /// Ends every subscription, and takes no more events.
    public func close() {
        following.withLock { $0.take() }?.cancel()
        let subscriptions = state.withLock { state in
            state.isClosed = true
            return state.subscriptions
        }
        for subscription in subscriptions { subscription.end(.closed) }
    }

    public var statistics: EventStatistics {
        let (now, wallClock) = (time.now, WallClock.now)
        let state = state.withLock { $0 }
        let clients = state.subscriptions.filter { !$0.isHidden }.map(\.statistics)
        return EventStatistics(
            clients: clients, departures: state.departures.map { $0.departure.aged(now - $0.at) }, subscriptions: state.opened,
            overflows: state.overflows, told: state.told, known: state.known, sent: clients.reduce(state.sent) { $0 + $1.sent },
            lastEvent: state.lastEvent.map { wallClock - (now - $0) }, position: state.position)
    }

    func remove(_ subscription: EventSubscription, _ end: EventSubscription.End, dropped: Int) {
        let sent = subscription.statistics.sent
        state.withLock { state in
            // The last one takes its place, so that leaving costs the same however many there are.
            let place = subscription.place.withLock { $0 }
            guard place < state.subscriptions.count, state.subscriptions[place] === subscription else { return }
            let last = state.subscriptions.removeLast()
            if last !== subscription {
                last.place.withLock { $0 = place }
                state.subscriptions[place] = last
            }
            guard !subscription.isHidden else { return }
            state.sent += sent
            if end == .overflow {
                state.overflows += 1
                tally.overflows.wrappingAdd(1, ordering: .relaxed)
            }
            if state.departures.count >= limits.departures { state.departures.removeFirst() }
            let departure = EventStatistics.Departure(name: subscription.name, end: end, sent: sent, dropped: dropped, age: .zero)
            state.departures.append((departure, time.now))
        }
    }

    private func tell(_ change: EventLogChange) {
        switch change {
        case .begins(let position):
            let missed = state.withLock { state in
                defer { state.position = position }
                return state.position == nil ? [] : state.subscriptions
            }
            for subscription in missed { subscription.end(.interrupted) }
        case .appended(let events):
            tally.told.wrappingAdd(events.count, ordering: .relaxed)
            let now = time.now
            let subscriptions = state.withLock { state in
                // Who subscribes from now on is told of what comes after these.
                state.position = events.last?.position ?? state.position
                state.told += events.count
                state.lastEvent = now
                return state.subscriptions
            }
            for subscription in subscriptions { subscription.offer(events) }
        }
    }
}

extension EventStatistics.Departure {
    fileprivate func aged(_ age: Duration) -> EventStatistics.Departure {
        EventStatistics.Departure(name: name, end: end, sent: sent, dropped: dropped, age: age)
    }
}
