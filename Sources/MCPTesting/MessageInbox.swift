public import MCPCore

/// Where a test reads what a server sends, in order.
///
/// Unbounded, since a test asks for what it reads. Waiting is bounded by the test's own time limit.
public final class MessageInbox: MessageOutlet {
    private struct State {
        var messages: [RawMessage] = []
        var isClosed = false
    }

    private let state = Observed(State())

    public init() {}

    public func send(_ message: RawMessage, as role: MessageRole) async throws(TransportError) {
        let isTaken = state.change { state in
            if !state.isClosed { state.messages.append(message) }
            return !state.isClosed
        }
        guard isTaken else { throw TransportError(.closed, "the test's peer is gone") }
    }

    /// The next message; nil once the inbox is closed and empty.
    /// - Throws: `CancellationError` when the task is cancelled.
    public func next() async throws -> RawMessage? {
        while true {
            try await state.wait { !$0.messages.isEmpty || $0.isClosed }
            let (message, isClosed) = state.change { state in
                (state.messages.isEmpty ? nil : state.messages.removeFirst(), state.isClosed)
            }
            // Another reader may have been faster.
            if message != nil || isClosed { return message }
        }
    }

    /// What has arrived and was not read.
    public var unread: [RawMessage] { state.state.messages }

    /// Refuses further messages, as a peer that is gone does.
    public func close() {
        state.change { $0.isClosed = true }
    }
}
