public import MCPCore

/// Time that a test moves by hand.
public final class ManualTime: TimeSource {
    private struct State {
        var now = Duration.zero
        var nextID = 0
        /// When each of those who sleep wants to be woken.
        var sleepers: [Int: Duration] = [:]
    }

    private let state = Observed(State())

    public init() {}

    public var now: Duration { state.state.now }

    public func sleep(until moment: Duration) async throws(CancellationError) {
        let id = state.change { state in
            state.nextID += 1
            if moment > state.now { state.sleepers[state.nextID] = moment }
            return state.nextID
        }
        do {
            try await state.wait { $0.now >= moment }
        } catch {
            state.change { $0.sleepers[id] = nil }
            // The only error that waiting throws.
            throw CancellationError()
        }
    }

    /// Suspends until somebody sleeps, so that moving the time has somebody to wake.
    /// - Throws: `CancellationError` when the task is cancelled.
    public func sleeperAppears() async throws {
        try await state.wait { !$0.sleepers.isEmpty }
    }

    /// - Returns: how many were woken.
    @discardableResult
    public func advance(by duration: Duration) -> Int {
        state.change { state in
            state.now += duration
            let count = state.sleepers.count
            state.sleepers = state.sleepers.filter { $0.value > state.now }
            return count - state.sleepers.count
        }
    }

    /// How often somebody has gone to sleep: who was woken has done its work when it has risen.
    public var sleepCount: Int { state.state.nextID }
}
