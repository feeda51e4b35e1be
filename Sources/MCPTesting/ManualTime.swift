public import MCPCore
internal import Synchronization

/// Time that a test moves by hand.
public final class ManualTime: TimeSource {
    private struct Sleeper {
        let moment: Duration
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var now = Duration.zero
        var nextID = 0
        var sleepers: [Int: Sleeper] = [:]
        var cancelled: Set<Int> = []
        var watchers: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    public init() {}

    public var now: Duration { state.withLock { $0.now } }

    public func sleep(until moment: Duration) async throws(CancellationError) {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        do {
            try await withTaskCancellationHandler {
                try await withCheckedThrowingContinuation { continuation in
                    add(Sleeper(moment: moment, continuation: continuation), id)
                }
            } onCancel: {
                let sleeper = state.withLock { state -> Sleeper? in
                    state.cancelled.insert(id)
                    return state.sleepers.removeValue(forKey: id)
                }
                sleeper?.continuation.resume(throwing: CancellationError())
            }
        } catch {
            throw CancellationError()
        }
    }

    private func add(_ sleeper: Sleeper, _ id: Int) {
        enum Outcome { case asleep([CheckedContinuation<Void, Never>]), over, cancelled }
        let outcome = state.withLock { state -> Outcome in
            if state.cancelled.contains(id) { return .cancelled }
            if state.now >= sleeper.moment { return .over }
            state.sleepers[id] = sleeper
            defer { state.watchers = [] }
            return .asleep(state.watchers)
        }
        switch outcome {
        case .asleep(let watchers): for watcher in watchers { watcher.resume() }
        case .over: sleeper.continuation.resume()
        case .cancelled: sleeper.continuation.resume(throwing: CancellationError())
        }
    }

    /// Suspends until somebody sleeps, so that moving the time has somebody to wake.
    public func sleeperAppears() async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                guard state.sleepers.isEmpty else { return true }
                state.watchers.append(continuation)
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    public func advance(by duration: Duration) {
        let due = state.withLock { state in
            state.now += duration
            let due = state.sleepers.filter { $0.value.moment <= state.now }
            for id in due.keys { state.sleepers[id] = nil }
            return due.values.map(\.continuation)
        }
        for continuation in due { continuation.resume() }
    }
}
