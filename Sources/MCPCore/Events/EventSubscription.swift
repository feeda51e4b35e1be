internal import Logging
internal import Synchronization

/// Somebody who is told of events, from a position on or from now on, each once and in order.
///
/// It has no task of its own while it keeps up. Events go from the thread that delivers straight to the sink; what the sink cannot take
/// waits in a queue. **If the queue overflows, the subscription ends**: its reader comes back with the position of the last event that it
/// has, and is told of everything after it that the log still keeps. So nothing is lost unnoticed, and a slow reader costs nobody else
/// anything.
public final class EventSubscription: Sendable {
    /// Why nothing more comes.
    public enum End: String, Sendable, Hashable {
        /// The owner wants no more.
        case cancelled
        /// The sink's reader is gone.
        case gone
        /// The queue was full.
        case overflow
        /// The log cannot be read, or may have told something that did not reach us.
        case interrupted
        /// The broadcaster was closed.
        case closed
    }

    /// Events that are read from the log at a time.
    private static let pageSize = 64

    /// For people: who it is.
    public let name: String
    public let filter: EventFilter
    let isHidden: Bool
    let since: Duration
    private let batching: EventBatching?
    private let sink: any EventSink
    private let broadcaster: EventBroadcaster
    /// What the reader has, if it has anything.
    private let resumption: EventPosition?
    private let queue: Mutex<EventQueue>
    /// Its place among those of the broadcaster, which alone looks at it.
    let place = Mutex(0)

    init(_ wish: EventWish, after position: EventPosition?, of broadcaster: EventBroadcaster, sink: any EventSink) {
        name = wish.name
        filter = wish.filter
        isHidden = wish.isHidden
        batching = wish.batching
        resumption = wish.position
        self.sink = sink
        self.broadcaster = broadcaster
        since = broadcaster.time.now
        queue = Mutex(EventQueue(after: position, limit: broadcaster.limits.queuedEvents, batching: wish.batching))
    }

    /// Where it stands: everything up to here was given to the sink, waits for it, or was not wanted. Nil while the log has told nothing.
    public var position: EventPosition? { queue.withLock { $0.position } }

    /// Begins. Nothing comes before this. May give the sink what was missed before it returns.
    public func start() {
        if resumption == nil, queue.withLock({ $0.joinAtOnce() }) { return }
        Task.startingHere { await self.catchUp() }
    }

    /// Ends it. A call of the sink that is under way may still end.
    public func cancel() { end(.cancelled) }

    /// Runs something between two events, if none waits and none is on its way: what it tells the reader of ``position`` is true.
    /// - Returns: whether it ran.
    @discardableResult
    package func whileIdle(_ body: (EventPosition?) -> Void) -> Bool {
        guard let position = queue.withLock({ $0.claim() }) else { return false }
        body(position)
        perform(queue.withLock { $0.unclaim() })
        return true
    }

    /// Takes events that were just told. Called by one thread at a time.
    func offer(_ events: [ServerEvent]) {
        // One event is by far the most frequent case, and needs no other array.
        let wanted = events.allSatisfy { filter.admits($0) } ? events : events.filter { filter.admits($0) }
        perform(queue.withLock { $0.offer(events, wanted: wanted, now: broadcaster.time.now) })
    }

    /// The time of a batch is over.
    func due() {
        perform(queue.withLock { $0.due() })
    }

    func end(_ end: End) {
        perform(queue.withLock { $0.end(end) })
    }

    var statistics: EventStatistics.Client {
        let (queue, now) = (queue.withLock { $0 }, broadcaster.time.now)
        return EventStatistics.Client(
            name: name, filter: filter.description, age: now - since, sent: queue.sent, queued: queue.count,
            lag: queue.waitingSince.map { now - $0 } ?? .zero, isLive: queue.isLive, position: queue.position)
    }

    private func perform(_ step: EventQueue.Step) {
        var step = step
        while true {
            switch step {
            case .none: return
            case .deliver(let events):
                let uptake = sink.take(events)
                step = queue.withLock { $0.delivered(events.count, uptake) }
            case .waitForSink:
                Task { [self] in
                    await sink.drained()
                    perform(queue.withLock { $0.drained() })
                }
                return
            case .schedule(let time): return broadcaster.batches.schedule(self, in: time)
            case .end(let end, let dropped):
                broadcaster.remove(self, end, dropped: dropped)
                return sink.ended(end)
            }
        }
    }

    // MARK: - Catching up

    /// Gives the sink what was missed, page by page, as fast as it takes them; then goes live.
    private func catchUp() async {
        while queue.withLock({ !$0.isEnded && !$0.isLive }) {
            let position = position
            let page: EventPage
            do throws(EventLogError) {
                page = try await broadcaster.log.read(after: position, limit: Self.pageSize)
            } catch {
                broadcaster.logger.warning("events cannot be read", metadata: ["reason": "\(error)"])
                return end(.interrupted)
            }
            if page.isGap, let position { sink.gap(after: position, oldest: page.oldest) }
            guard let last = page.events.last?.position else {
                // Behind a gap there may be nothing at all, and then every event counts that comes.
                if page.isGap { queue.withLock { $0.caughtUp(to: nil, sent: 0) } }
                if queue.withLock({ $0.join() }) { return }
                await Task.yield()
                continue
            }
            guard await give(page.events.filter(filter.admits), through: last) else { return }
        }
    }

    /// - Returns: false if nobody is there any more.
    private func give(_ events: [ServerEvent], through last: EventPosition) async -> Bool {
        var rest = events[...]
        while !rest.isEmpty {
            let part = Array(rest.prefix(batching?.count ?? rest.count))
            rest = rest.dropFirst(part.count)
            guard queue.withLock({ !$0.isEnded }) else { return false }
            switch sink.take(part) {
            case .taken: break
            case .full: await sink.drained()
            case .gone:
                end(.gone)
                return false
            }
        }
        queue.withLock { $0.caughtUp(to: last, sent: events.count) }
        return true
    }
}
