internal import Synchronization

/// Collects the responses of one batch (2025-03-26, JSON-RPC batching): they go out in one array when the last call has ended.
final class BatchReply: Sendable {
    private struct State {
        var remaining = 0
        var responses: [RawMessage] = []
    }

    private let state = Mutex(State())

    /// Says how many calls there are, before any of them starts.
    func expect(_ calls: Int) {
        state.withLock { $0.remaining = calls }
    }

    func add(_ response: RawMessage) {
        state.withLock { $0.responses.append(response) }
    }

    /// A call of the batch has ended.
    /// - Returns: true for the last one.
    func finishOne() -> Bool {
        state.withLock { state in
            state.remaining -= 1
            return state.remaining == 0
        }
    }

    /// All responses; nil where every call was cancelled.
    var message: RawMessage? {
        let responses = state.withLock { $0.responses }
        return responses.isEmpty ? nil : .batch(responses)
    }
}
