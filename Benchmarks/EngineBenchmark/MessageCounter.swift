internal import MCPCore
internal import Synchronization

/// Takes messages and keeps nothing but their number.
final class MessageCounter: MessageOutlet {
    private let messages = Atomic(0)

    var count: Int { messages.load(ordering: .relaxed) }

    func send(_ message: RawMessage, as role: MessageRole) async throws(TransportError) {
        messages.wrappingAdd(1, ordering: .relaxed)
    }
}
