internal import MCPTesting

/// A value that a test waits for.
final class Promise<Value: Sendable>: Sendable {
    private let state = Observed(Value?.none)

    /// - Throws: `CancellationError` when the task is cancelled.
    var value: Value {
        get async throws {
            while true {
                try await state.wait { $0 != nil }
                if let value = state.state { return value }
            }
        }
    }

    var isFulfilled: Bool { state.state != nil }

    func fulfil(_ value: Value) {
        state.change { $0 = value }
    }
}
