internal import MCPCore
internal import Synchronization

/// How far a connection is on its way to its end. The end is reached once, whoever comes first.
final class ConnectionEnd: Sendable {
    private struct State {
        var isDraining = false
        var outcome: Result<Void, TransportError>?
        var listener: (@Sendable (TransportError?) -> Void)?
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
        let listener = state.withLock { state -> (@Sendable (TransportError?) -> Void)? in
            guard state.outcome == nil else { return nil }
            state.isDraining = true
            state.outcome = error.map { .failure($0) } ?? .success(())
            return state.listener.take()
        }
        listener?(error)
    }

    /// Has the listener called when the end is reached, at once if it was. There is one listener.
    func whenReached(_ listener: @escaping @Sendable (TransportError?) -> Void) {
        let outcome = state.withLock { state -> Result<Void, TransportError>? in
            if state.outcome == nil { state.listener = listener }
            return state.outcome
        }
        switch outcome {
        case .success: listener(nil)
        case .failure(let error): listener(error)
        case nil: break
        }
    }

    /// Suspends until the end is reached.
    func wait() async -> TransportError? {
        await withCheckedContinuation { continuation in
            whenReached { continuation.resume(returning: $0) }
        }
    }
}
