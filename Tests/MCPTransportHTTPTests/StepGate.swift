import Synchronization

/// Holds calls until it is opened.
final class StepGate: Sendable {
    private struct State {
        var isOpen = false
        var held: [Int: CheckedContinuation<Void, any Error>] = [:]
        var nextID = 0
        var cancelled: Set<Int> = []
        var cancellations = 0
        var watchers: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    var heldCount: Int { state.withLock { $0.held.count } }

    func pass() async throws {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let result = state.withLock { state -> Result<Void, any Error>? in
                    if state.cancelled.contains(id) { return .failure(CancellationError()) }
                    if state.isOpen { return .success(()) }
                    state.held[id] = continuation
                    return nil
                }
                if let result { continuation.resume(with: result) }
            }
        } onCancel: {
            let (held, watchers) = state.withLock { state in
                state.cancelled.insert(id)
                state.cancellations += 1
                defer { state.watchers = [] }
                return (state.held.removeValue(forKey: id), state.watchers)
            }
            held?.resume(throwing: CancellationError())
            for watcher in watchers { watcher.resume() }
        }
    }

    func open() {
        let held = state.withLock { state in
            state.isOpen = true
            defer { state.held = [:] }
            return state.held.values
        }
        for continuation in held { continuation.resume() }
    }

    func cancellation() async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                guard state.cancellations == 0 else { return true }
                state.watchers.append(continuation)
                return false
            }
            if isThere { continuation.resume() }
        }
    }
}
