internal import MCPCore
internal import Synchronization

/// Looks after everything that waits: one task for all, which lives while there is anything.
final class StreamKeeper: Sendable {
    private static let period = Duration.seconds(1)

    private struct State {
        var kept: [ObjectIdentifier: @Sendable (Duration) -> Void] = [:]
        var isWatched = false
    }

    private let time: any TimeSource
    private let state = Mutex(State())

    init(time: any TimeSource) {
        self.time = time
    }

    var count: Int { state.withLock { $0.kept.count } }
    var now: Duration { time.now }

    /// Calls `tick` about once a second, with the time, until ``release(_:)``.
    func keep(_ object: AnyObject, _ tick: @escaping @Sendable (Duration) -> Void) {
        let needsWatch = state.withLock { state in
            state.kept[ObjectIdentifier(object)] = tick
            defer { state.isWatched = true }
            return !state.isWatched
        }
        if needsWatch { Task { [self] in await watch() } }
    }

    func release(_ object: AnyObject) {
        state.withLock { $0.kept[ObjectIdentifier(object)] = nil }
    }

    private func watch() async {
        while true {
            let next = time.now + Self.period
            do throws(CancellationError) {
                try await time.sleep(until: next)
            } catch {
                // Nobody holds this task to cancel it; if the runtime does, the process is ending.
                return
            }
            let ticks = state.withLock { state -> [@Sendable (Duration) -> Void]? in
                guard state.kept.isEmpty else { return Array(state.kept.values) }
                state.isWatched = false
                return nil
            }
            guard let ticks else { return }
            let now = time.now
            for tick in ticks { tick(now) }
        }
    }
}
