internal import Synchronization

/// Every call that runs, with the moment at which its time is over.
///
/// One task looks after all of them, and only while there are any: a timer for each would cost more than most calls.
final class RunningCalls: Sendable {
    /// A deadline shorter than those known when the task fell asleep is kept to within this.
    private static let granularity = Duration.milliseconds(250)

    private struct State {
        var deadlines: [ObjectIdentifier: (call: Call, due: Duration, deadline: Duration)] = [:]
        var isWatched = false
    }

    private let time: any TimeSource
    private let state = Mutex(State())

    init(time: any TimeSource) {
        self.time = time
    }

    func insert(_ call: Call, timeout: Duration) {
        let deadline = time.now + timeout
        let needsWatch = state.withLock { state in
            state.deadlines[ObjectIdentifier(call)] = (call, deadline, deadline)
            defer { state.isWatched = true }
            return !state.isWatched
        }
        if needsWatch { Task { [self] in await watch() } }
    }

    func remove(_ call: Call) {
        state.withLock { $0.deadlines[ObjectIdentifier(call)] = nil }
    }

    private func watch() async {
        while let next = nextWake() {
            do {
                try await time.sleep(until: next)
            } catch {
                // Nobody holds this task to cancel it; if the runtime does, the process is ending.
                return
            }
            for call in expired() { call.expire() }
        }
    }

    /// - Returns: nil when nothing runs, which ends the watch.
    private func nextWake() -> Duration? {
        let now = time.now
        return state.withLock { state in
            guard let earliest = state.deadlines.values.map(\.deadline).min() else {
                state.isWatched = false
                return nil
            }
            return min(earliest, now + Self.granularity)
        }
    }

    /// Answers every call with an error, and cancels it.
    func abandonAll(_ error: MCPError) {
        let calls = state.withLock { state in
            defer { state.deadlines = [:] }
            return state.deadlines.values.map(\.call)
        }
        for call in calls { call.abandon(error) }
    }

    private func expired() -> [Call] {
        let now = time.now
        return state.withLock { state in
            var over: [Call] = []
            for (key, entry) in state.deadlines where entry.deadline <= now {
                // A person thinks for longer than a handler may; that time is not the handler's.
                let deadline = entry.due + entry.call.timeWaited(until: now)
                if deadline > now {
                    state.deadlines[key]?.deadline = deadline
                } else {
                    state.deadlines[key] = nil
                    over.append(entry.call)
                }
            }
            return over
        }
    }
}
