internal import Synchronization

/// One wish to be told of changes: of a session (legacy era), or of a request that stays open (modern era).
///
/// What it has not been told yet is kept as a set, not a queue: a list that changed twice is announced once, and a slow client costs no more
/// than what it asked for.
final class Subscription: Sendable {
    fileprivate struct State {
        var filter: SubscriptionFilter
        var pending = Pending()
        var isDelivering = false
        var isEnded = false
        /// Of who waits for the end.
        var waiter: CheckedContinuation<Void, Never>?
    }

    fileprivate struct Pending {
        var lists: ChangingLists = []
        var resources: Set<String> = []
        var tasks: [String: TaskRecord] = [:]

        var isEmpty: Bool { lists.isEmpty && resources.isEmpty && tasks.isEmpty }
    }

    private let deliver: @Sendable (ServerNotification) async throws(TransportError) -> Void
    private let state: Mutex<State>

    /// - Parameters:
    ///   - isHeld: takes note of changes, and tells nothing before ``release()``.
    ///   - deliver: suspends while the client is slow; throws once it is gone.
    init(
        _ filter: SubscriptionFilter, isHeld: Bool = false,
        deliver: @escaping @Sendable (ServerNotification) async throws(TransportError) -> Void
    ) {
        self.deliver = deliver
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

    var filter: SubscriptionFilter { state.withLock { $0.filter } }

    /// Changes the wish.
    func update<Result: Sendable>(_ change: (inout SubscriptionFilter) -> Result) -> Result {
        state.withLock { change(&$0.filter) }
    }

    /// Takes note of a change, if it is wished for, and has it told. Never blocks.
    func note(_ change: SubscriptionHub.Change) {
        let starts = state.withLock { state in
            guard !state.isEnded, state.note(change), !state.isDelivering else { return false }
            state.isDelivering = true
            return true
        }
        if starts { Task { await run() } }
    }

    /// Tells nothing more; who waits for the end goes on.
    func end() {
        let waiter = state.withLock { state in
            state.isEnded = true
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
                try await deliver(next)
            } catch {
                // The client is gone; its transport ends what belongs to it.
                state.withLock { $0.isEnded = true }
            }
        }
    }

    private func takeNext() -> ServerNotification? {
        let (next, waiter) = state.withLock { state -> (ServerNotification?, CheckedContinuation<Void, Never>?) in
            if !state.isEnded, let next = state.takeNext() { return (next, nil) }
            state.isDelivering = false
            return (nil, state.isEnded ? state.waiter.take() : nil)
        }
        waiter?.resume()
        return next
    }
}

extension Subscription.State {
    /// - Returns: whether it is wished for.
    fileprivate mutating func note(_ change: SubscriptionHub.Change) -> Bool {
        switch change {
        case .list(let list):
            guard filter.lists.contains(list.asSet) else { return false }
            pending.lists.insert(list.asSet)
        case .resource(let uri):
            guard filter.resources.contains(uri) else { return false }
            pending.resources.insert(uri)
        case .task(let record):
            guard filter.tasks.contains(record.id) else { return false }
            // Records may overtake one another on their way here.
            if let noted = pending.tasks[record.id], noted.version > record.version { return false }
            pending.tasks[record.id] = record
        }
        return true
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
