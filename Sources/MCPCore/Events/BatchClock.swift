internal import Synchronization

/// Tells subscriptions that the time of a batch is over. One task looks after all of them, and only while any batch waits.
final class BatchClock: Sendable {
    /// A batch whose time is shorter than those known when the task fell asleep is kept to within this.
    private static let granularity = Duration.milliseconds(20)

    private struct State {
        var due: [(subscription: EventSubscription, at: Duration)] = []
        var isWatched = false
    }

    private let time: any TimeSource
    private let state = Mutex(State())

    init(time: any TimeSource) {
        self.time = time
    }

    func schedule(_ subscription: EventSubscription, in duration: Duration) {
        let due = time.now + duration
        let needsWatch = state.withLock { state in
            state.due.append((subscription, due))
            defer { state.isWatched = true }
            return !state.isWatched
        }
        if needsWatch { Task { [self] in await watch() } }
    }

    private func watch() async {
        while let next = nextWake() {
            do throws(CancellationError) {
                try await time.sleep(until: next)
            } catch {
                // Nobody holds this task to cancel it; if the runtime does, the process is ending.
                return
            }
            for subscription in over() { subscription.due() }
        }
    }

    /// - Returns: nil when no batch waits, which ends the watch.
    private func nextWake() -> Duration? {
        let now = time.now
        return state.withLock { state in
            guard let earliest = state.due.map(\.at).min() else {
                state.isWatched = false
                return nil
            }
            return min(earliest, now + Self.granularity)
        }
    }

    private func over() -> [EventSubscription] {
        let now = time.now
        return state.withLock { state in
            defer { state.due.removeAll { $0.at <= now } }
            return state.due.filter { $0.at <= now }.map(\.subscription)
        }
    }
}
