internal import Synchronization

/// One wish to be told of changes: of a session (legacy era), or of a request that stays open (modern era).
///
/// What it has not been told yet is kept as a set, not a queue: a list that changed twice is announced once, and a slow client costs no more
/// than what it asked for. What its client takes without waiting is told on the spot; only for the rest there is a task.
final class Subscription: Sendable {
    fileprivate struct State {
        var filter: SubscriptionFilter
        var pending = Pending()
        var isDelivering = false
        var isEnded = false
        var line: DirectLine?
        /// Of who waits for the end.
        var waiter: CheckedContinuation<Void, Never>?
    }

    fileprivate struct Pending {
        var lists: ChangingLists = []
        var resources: Set<String> = []
        var tasks: [String: TaskRecord] = [:]

        var isEmpty: Bool { lists.isEmpty && resources.isEmpty && tasks.isEmpty }
    }

    private let outlet: SubscriptionOutlet
    private let state: Mutex<State>

    /// - Parameter isHeld: takes note of changes, and tells nothing before ``release()``.
    init(_ filter: SubscriptionFilter, isHeld: Bool = false, to outlet: SubscriptionOutlet) {
        self.outlet = outlet
        state = Mutex(State(filter: filter, isDelivering: isHeld))
    }

    /// Has told what was noted while it was held. Called once.
    func release() {
        let starts = state.withLock { state in
            state.isDelivering = !state.isEnded && !state.pending.isEmpty
            return state.isDelivering
        }
        if starts { Task { await run() } }
    }

    /// Where it is told best.
    var executor: (any TaskExecutor)? { outlet.executor() }

    /// Makes its direct line, if it has one. Called once, when it comes to be told of changes.
    func openLine() -> DirectLine? {
        guard let line = outlet.openLine(), line.address(outlet.codec, outlet.origin) else { return nil }
        let isEnded = state.withLock { state in
            state.line = line
            return state.isEnded
        }
        if isEnded { line.raise(.closed) }
        return line
    }

    /// Whether a change is on its way just now: another one waits for it.
    var isDelivering: Bool { state.withLock { $0.isDelivering } }

    var line: DirectLine? { state.withLock { $0.line } }

    var filter: SubscriptionFilter { state.withLock { $0.filter } }

    /// Changes the wish.
    func update<Result: Sendable>(_ change: (inout SubscriptionFilter) -> Result) -> Result {
        state.withLock { state in
            state.line?.note(topic: 0)
            return change(&state.filter)
        }
    }

    /// What it wants to be told of, if that is one resource alone.
    var soleResource: String? { state.withLock { $0.line == nil ? nil : $0.soleResource } }

    /// Has its line take changes of a resource, if that is still what it wants.
    func expect(_ topic: UInt64, of uri: String) {
        state.withLock { state in
            if state.soleResource == uri, !state.isEnded { state.line?.note(topic: topic) }
        }
    }

    /// Takes note of a change, if it is wished for, and has it told. Never blocks.
    func note(_ announcement: Announcement) {
        let tells = state.withLock { state in
            guard !state.isEnded, state.wants(announcement.change) else { return false }
            guard !state.isDelivering else {
                state.note(announcement.change)
                return false
            }
            state.isDelivering = true
            state.line?.note(topic: announcement.topic)
            return true
        }
        guard tells else { return }
        let isTaken = outlet.offer(announcement.message(for: outlet))
        let (goesOn, waiter) = state.withLock { state -> (Bool, CheckedContinuation<Void, Never>?) in
            if !isTaken { state.note(announcement.change) }
            return state.goOn()
        }
        waiter?.resume()
        if goesOn { Task { await run() } }
    }

    /// Tells nothing more; who waits for the end goes on.
    func end() {
        let waiter = state.withLock { state in
            state.isEnded = true
            state.line?.raise(.closed)
            // While something is being told the end has to wait: it is the last word.
            return state.isDelivering ? nil : state.waiter.take()
        }
        waiter?.resume()
    }

    /// Suspends until the end.
    func untilEnded() async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if state.isEnded, !state.isDelivering { return true }
                state.waiter = continuation
                return false
            }
            if isOver { continuation.resume() }
        }
    }

    private func run() async {
        while let next = takeNext() {
            do throws(TransportError) {
                try await outlet.send(outlet.message(next))
            } catch {
                // The client is gone; its transport ends what belongs to it.
                state.withLock { $0.isEnded = true }
            }
        }
    }

    private func takeNext() -> ServerNotification? {
        let (next, waiter) = state.withLock { state -> (ServerNotification?, CheckedContinuation<Void, Never>?) in
            let (goesOn, waiter) = state.goOn()
            return (goesOn ? state.takeNext() : nil, waiter)
        }
        waiter?.resume()
        return next
    }
}

extension Subscription.State {
    fileprivate var soleResource: String? { filter.resources.count == 1 ? filter.resources.first : nil }

    fileprivate func wants(_ change: SubscriptionHub.Change) -> Bool {
        switch change {
        case .list(let list): filter.lists.contains(list.asSet)
        case .resource(let uri): filter.resources.contains(uri)
        case .task(let record): filter.tasks.contains(record.id)
        }
    }

    fileprivate mutating func note(_ change: SubscriptionHub.Change) {
        switch change {
        case .list(let list): pending.lists.insert(list.asSet)
        case .resource(let uri): pending.resources.insert(uri)
        case .task(let record):
            // Records may overtake one another on their way here.
            if let noted = pending.tasks[record.id], noted.version > record.version { return }
            pending.tasks[record.id] = record
        }
    }

    /// After something was told.
    /// - Returns: whether there is more to tell; and who waited for the end, if that has come.
    fileprivate mutating func goOn() -> (Bool, CheckedContinuation<Void, Never>?) {
        if !isEnded, !pending.isEmpty { return (true, nil) }
        isDelivering = false
        return (false, isEnded ? waiter.take() : nil)
    }

    fileprivate mutating func takeNext() -> ServerNotification? {
        for list in ServerNotification.ChangedList.allCases where pending.lists.contains(list.asSet) {
            pending.lists.remove(list.asSet)
            return .listChanged(list)
        }
        if let uri = pending.resources.popFirst() { return .resourceUpdated(uri: uri) }
        return pending.tasks.popFirst().map { .task($0.value) }
    }
}
