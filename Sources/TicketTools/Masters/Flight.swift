internal import Synchronization

/// A fetch that runs, and those who wait for it. When the last of them leaves, it is cancelled.
final class Flight<Value: Sendable>: Sendable {
    typealias Outcome = Result<Value, APIError>

    private struct State {
        /// Nil for one that is counted and has not begun to wait.
        var waiters: [Int: CheckedContinuation<Outcome, Never>?] = [:]
        var lastWaiter = 0
        var outcome: Outcome?
        var isAbandoned = false
        var task: Task<Void, Never>?
    }

    private let state = Mutex(State())

    /// Counts somebody in.
    /// - Returns: nil if the fetch was given up already.
    func join() -> Int? {
        state.withLock { state in
            guard !state.isAbandoned else { return nil }
            state.lastWaiter += 1
            state.waiters.updateValue(nil, forKey: state.lastWaiter)
            return state.lastWaiter
        }
    }

    /// Takes the task that does the work.
    func attach(_ task: Task<Void, Never>) {
        let isAbandoned = state.withLock { state in
            state.task = task
            return state.isAbandoned
        }
        if isAbandoned { task.cancel() }
    }

    /// The outcome, for one who was counted in. Cancelling the caller's task ends the wait.
    func wait(_ waiter: Int) async -> Outcome {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let outcome = state.withLock { state -> Outcome? in
                    if let outcome = state.outcome { return outcome }
                    guard state.waiters[waiter] != nil else { return .failure(.cancelled) }
                    state.waiters[waiter] = continuation
                    return nil
                }
                if let outcome { continuation.resume(returning: outcome) }
            }
        } onCancel: {
            leave(waiter)
        }
    }

    func finish(_ outcome: Outcome) {
        let waiters = state.withLock { state in
            state.outcome = outcome
            defer { state.waiters = [:] }
            return state.waiters.values.compactMap(\.self)
        }
        for waiter in waiters { waiter.resume(returning: outcome) }
    }

    private func leave(_ waiter: Int) {
        let (continuation, task) = state.withLock { state -> (CheckedContinuation<Outcome, Never>?, Task<Void, Never>?) in
            guard let left = state.waiters.removeValue(forKey: waiter) else { return (nil, nil) }
            guard state.waiters.isEmpty else { return (left, nil) }
            state.isAbandoned = true
            return (left, state.task)
        }
        task?.cancel()
        continuation?.resume(returning: .failure(.cancelled))
    }
}

extension APIError {
    static var cancelled: APIError { APIError(.cancelled, "The call was cancelled.") }
}
