internal import MCPCore
internal import Synchronization

/// How far a connection is on its way to its end. The end is reached once, whoever comes first.
final class ConnectionEnd: Sendable {
    private struct State {
        var isDraining = false
        var outcome: Result<Void, TransportError>?
        var waiter: CheckedContinuation<TransportError?, Never>?
    }

    private let state = Mutex(State())

    var isDraining: Bool { state.withLock { $0.isDraining } }

    /// - Returns: false if that was begun before.
    func beginDraining() -> Bool {
        state.withLock { state in
            defer { state.isDraining = true }
            return !state.isDraining
        }
    }

    /// - Parameter error: nil for an end in peace.
    func reach(_ error: TransportError?) {
        let waiter = state.withLock { state -> CheckedContinuation<TransportError?, Never>? in
            guard state.outcome == nil else { return nil }
            state.isDraining = true
            state.outcome = error.map { .failure($0) } ?? .success(())
            return state.waiter.take()
        }
        waiter?.resume(returning: error)
    }

    /// Suspends until the end is reached.
    func wait() async -> TransportError? {
        await withCheckedContinuation { continuation in
            let outcome = state.withLock { state -> Result<Void, TransportError>? in
                if state.outcome == nil { state.waiter = continuation }
                return state.outcome
            }
            switch outcome {
            case .success: continuation.resume(returning: nil)
            case .failure(let error): continuation.resume(returning: error)
            case nil: break
            }
        }
    }
}
