internal import Synchronization

/// The answer to one request of ours, awaited once.
final class PendingAnswer: Sendable {
    private enum State {
        case open
        case awaited(CheckedContinuation<Result<JSON, any Error>, Never>)
        case settled(Result<JSON, any Error>)
        case done
    }

    private let state = Mutex(State.open)

    /// The first answer counts; what comes later is dropped.
    func settle(_ answer: Result<JSON, any Error>) {
        let waiter = state.withLock { state -> CheckedContinuation<Result<JSON, any Error>, Never>? in
            switch state {
            case .open:
                state = .settled(answer)
                return nil
            case .awaited(let continuation):
                state = .done
                return continuation
            case .settled, .done: return nil
            }
        }
        waiter?.resume(returning: answer)
    }

    /// Suspends until there is an answer, or the task is cancelled.
    func value() async throws -> JSON {
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer = state.withLock { state -> Result<JSON, any Error>? in
                    guard case .settled(let answer) = state else {
                        state = .awaited(continuation)
                        return nil
                    }
                    state = .done
                    return answer
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            settle(.failure(CancellationError()))
        }
        return try result.get()
    }
}
