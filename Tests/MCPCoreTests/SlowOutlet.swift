import MCPCore
import MCPTesting

/// A client that takes nothing for as long as a gate is closed.
struct SlowOutlet: MessageOutlet {
    let inbox: MessageInbox
    let gate: Gate
    /// What it takes all the same.
    var isExempt: @Sendable (RawMessage) -> Bool = { _ in false }

    func send(_ message: RawMessage, as role: MessageRole) async throws(TransportError) {
        if !isExempt(message) {
            do {
                try await gate.pass()
            } catch {
                throw TransportError(.closed, "the client is gone")
            }
        }
        try await inbox.send(message, as: role)
    }
}
