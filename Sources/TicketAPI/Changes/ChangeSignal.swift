internal import Synchronization

/// Wakes those who wait for changes. It says that something may have happened, never what.
public final class ChangeSignal: Sendable {
    /// Why a wait is over.
    public enum Outcome: Sendable {
        /// Something may have happened.
        case touched
        /// Nothing has, for as long as the caller wanted to wait.
        case due
        /// The caller's task was cancelled.
        case cancelled
    }

    private struct Waiter {
        let continuation: CheckedContinuation<Outcome, Never>
        let deadline: ContinuousClock.Instant
    }

    private struct State {
        var generation = 0
        var lastWaiter = 0
        var waiters: [Int: Waiter] = [:]
        /// Cancelled before they began to wait.
        var cancelled: Set<Int> = []
    }

    private let state = Mutex(State())

    public init() {}

    /// Counts touches. Who reads this before looking, and waits beyond it after, misses nothing.
    public var generation: Int { state.withLock { $0.generation } }

    /// Something may have happened.
    public func touch() {
        end(.touched) { state in
            state.generation += 1
            return { _ in true }
        }
    }

    /// Ends the waits that are due. Waiters have no timers of their own: whoever looks for changes of other processes calls this.
    func tick(at now: ContinuousClock.Instant = .now) {
        end(.due) { _ in { $0.deadline <= now } }
    }

    /// Waits for a touch after `generation`.
    func wait(beyond generation: Int, until deadline: ContinuousClock.Instant) async -> Outcome {
        let id = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        // A cancellation that came too late for the wait left its mark.
        defer { _ = state.withLock { $0.cancelled.remove(id) } }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let outcome = state.withLock { state -> Outcome? in
                    if state.cancelled.remove(id) != nil { return .cancelled }
                    if state.generation != generation { return .touched }
                    state.waiters[id] = Waiter(continuation: continuation, deadline: deadline)
                    return nil
                }
                if let outcome { continuation.resume(returning: outcome) }
            }
        } onCancel: {
            let waiter = state.withLock { state -> Waiter? in
                let waiter = state.waiters.removeValue(forKey: id)
                if waiter == nil { state.cancelled.insert(id) }
                return waiter
            }
            waiter?.continuation.resume(returning: .cancelled)
        }
    }

    private func end(_ outcome: Outcome, _ which: (inout State) -> (Waiter) -> Bool) {
        let ended = state.withLock { state -> [Waiter] in
            let isMeant = which(&state)
            let ids = state.waiters.filter { isMeant($0.value) }.map(\.key)
            return ids.compactMap { state.waiters.removeValue(forKey: $0) }
        }
        for waiter in ended { waiter.continuation.resume(returning: outcome) }
    }
}
