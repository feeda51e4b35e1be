internal import Synchronization

/// A log in the memory of this process. It ends with it, and whoever comes back after that is told of a gap.
///
/// Bounded by number, bytes and age of events, and by the number of keys.
public final class MemoryEventLog: EventLog {
    /// What it keeps.
    public struct Limits: Sendable, Hashable {
        public var events = 10_000
        /// Of all events, with their written forms.
        public var bytes = 32 << 20
        public var age = Duration.seconds(600)
        /// Keys that are remembered, also of events that are not kept any more.
        public var keys = 20_000
        /// Of one event; a larger one is refused.
        public var eventBytes = 64 << 10
        /// Events that wait to be told; beyond, who appends waits.
        public var untold = 10_000

        public init() {}
    }

    fileprivate struct Follower {
        let id: Int
        let receive: @Sendable (EventLogChange) -> Void
        /// It was told where it begins.
        var hasBegun = false
    }

    /// What is told in one go. Few events, so that slow readers get the next ones only when the quick ones have these.
    fileprivate struct Round {
        let events: [ServerEvent]
        let followers: [Follower]
        /// Those who have to be told first where it begins.
        let newcomers: [Follower]
        let start: EventPosition
        let waiters: [CheckedContinuation<Void, Never>]
    }

    fileprivate struct State {
        var ring: EventHistory
        var keys: RecentKeys
        /// Behind which nothing was told yet.
        var told: EventPosition
        var untold: [ServerEvent] = []
        var followers: [Follower] = []
        var nextFollower = 0
        /// Somebody tells just now.
        var isTelling = false
        /// They wait for others to be told.
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    /// Events that are told in one go.
    fileprivate static let round = 64

    private let limits: Limits
    private let time: any TimeSource
    private let wallClock: @Sendable () -> Duration
    private let state: Mutex<State>

    public convenience init(limits: Limits = Limits()) {
        self.init(limits: limits, time: SystemTime(), wallClock: { WallClock.now })
    }

    /// - Parameters:
    ///   - time: ages are measured by it.
    ///   - wallClock: positions are made of it, so that those of an earlier process are known as such.
    package init(limits: Limits, time: any TimeSource, wallClock: @escaping @Sendable () -> Duration) {
        self.limits = limits
        self.time = time
        self.wallClock = wallClock
        let start = EventPosition(UInt64(max(0, WallClock.milliseconds(of: wallClock()))))
        state = Mutex(
            State(
                ring: EventHistory(count: limits.events, bytes: limits.bytes, age: limits.age, start: start),
                keys: RecentKeys(capacity: limits.keys), told: start))
    }

    @discardableResult
    public func append(_ drafts: [EventDraft]) async throws(EventLogError) -> [EventReceipt] {
        for draft in drafts {
            try draft.check()
            guard draft.size <= limits.eventBytes else {
                throw EventLogError(.invalid, "An event must not be larger than \(limits.eventBytes) bytes")
            }
        }
        await room()
        let (now, milliseconds) = (time.now, UInt64(max(0, WallClock.milliseconds(of: wallClock()))))
        let receipts = state.withLock { state in
            drafts.map { draft -> EventReceipt in
                if let key = draft.key, !state.keys.insert(key) { return .known }
                let event = ServerEvent(draft, at: state.ring.last.next(at: milliseconds))
                state.ring.append(event, now: now)
                state.untold.append(event)
                return .accepted(event.position)
            }
        }
        tell(to: receipts.last { $0.position != nil }?.position)
        return receipts
    }

    public func read(after position: EventPosition?, limit: Int) async throws(EventLogError) -> EventPage {
        let now = time.now
        return state.withLock { state in
            state.ring.forgetOld(now)
            return state.ring.page(after: position, limit: limit)
        }
    }

    public func follow(_ receive: @escaping @Sendable (EventLogChange) -> Void) -> EventFollowing {
        let id = state.withLock { state in
            state.nextFollower += 1
            state.followers.append(Follower(id: state.nextFollower, receive: receive))
            return state.nextFollower
        }
        tell()
        return EventFollowing { [weak self] in self?.state.withLock { $0.followers.removeAll { $0.id == id } } }
    }

    /// Suspends while those who are told cannot keep up.
    private func room() async {
        await withCheckedContinuation { waiter in
            let isFree = state.withLock { state in
                guard state.untold.count >= limits.untold else { return true }
                state.waiters.append(waiter)
                return false
            }
            if isFree { waiter.resume() }
        }
    }

    /// Tells what is untold, up to a position, unless somebody is at it. The rest is told by a task, so that nobody tells for ever.
    private func tell(to position: EventPosition? = nil) {
        guard var round = state.withLock({ $0.begin() }) else { return }
        while true {
            perform(round)
            let (told, next) = state.withLock { ($0.told, $0.next()) }
            guard let next else { return }
            guard let position, told < position else {
                Task { [next] in
                    var round: MemoryEventLog.Round? = next
                    while let current = round {
                        perform(current)
                        round = state.withLock { $0.next() }
                    }
                }
                return
            }
            round = next
        }
    }

    private func perform(_ round: Round) {
        for waiter in round.waiters { waiter.resume() }
        for follower in round.newcomers { follower.receive(.begins(after: round.start)) }
        guard !round.events.isEmpty else { return }
        for follower in round.followers { follower.receive(.appended(round.events)) }
    }
}

extension MemoryEventLog.State {
    /// - Returns: nil where there is nothing to tell, and where somebody tells already.
    fileprivate mutating func begin() -> MemoryEventLog.Round? {
        guard !isTelling else { return nil }
        isTelling = true
        return next()
    }

    /// - Returns: nil where there is nothing more to tell.
    fileprivate mutating func next() -> MemoryEventLog.Round? {
        let newcomers = followers.filter { !$0.hasBegun }
        guard !untold.isEmpty || !newcomers.isEmpty else {
            isTelling = false
            return nil
        }
        for index in followers.indices { followers[index].hasBegun = true }
        let events = Array(untold.prefix(MemoryEventLog.round))
        untold.removeFirst(events.count)
        defer {
            waiters = []
            told = events.last?.position ?? told
        }
        return MemoryEventLog.Round(events: events, followers: followers, newcomers: newcomers, start: told, waiters: waiters)
    }
}

extension EventPosition {
    /// One behind this one, as late as the clock says.
    fileprivate func next(at milliseconds: UInt64) -> EventPosition {
        milliseconds > major ? EventPosition(milliseconds) : EventPosition(major, minor + 1)
    }
}
