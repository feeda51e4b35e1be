public import MCPCore
internal import Synchronization

/// Where a test reads what a server sends, in order.
///
/// Unbounded, since a test asks for what it reads. Waiting is bounded by the test's own time limit.
public final class MessageInbox: MessageOutlet {
    private struct State {
        var messages: [RawMessage] = []
        var waiters: [CheckedContinuation<RawMessage?, Never>] = []
        var isClosed = false
    }

    private let state = Mutex(State())

    public init() {}

    public func send(_ message: RawMessage, as role: MessageRole) async throws(TransportError) {
        let waiter = try state.withLock { state throws(TransportError) -> CheckedContinuation<RawMessage?, Never>? in
            guard !state.isClosed else { throw TransportError(.closed, "the test's peer is gone") }
            guard state.waiters.isEmpty else { return state.waiters.removeFirst() }
            state.messages.append(message)
            return nil
        }
        waiter?.resume(returning: message)
    }

    /// The next message; nil once the inbox is closed and empty.
    public func next() async -> RawMessage? {
        await withCheckedContinuation { continuation in
            let ready = state.withLock { state -> RawMessage?? in
                if !state.messages.isEmpty { return state.messages.removeFirst() }
                if state.isClosed { return .some(nil) }
                state.waiters.append(continuation)
                return nil
            }
            if let ready { continuation.resume(returning: ready) }
        }
    }

    /// What has arrived and was not read.
    public var unread: [RawMessage] { state.withLock { $0.messages } }

    /// Refuses further messages, as a peer that is gone does.
    public func close() {
        let waiters = state.withLock { state in
            state.isClosed = true
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume(returning: nil) }
    }
}
