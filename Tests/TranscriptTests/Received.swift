import MCPCore
import MCPTesting

/// The messages that came to a client, in their order.
final class Received: Sendable {
    private struct State {
        var messages: [JSON] = []
        var isOver = false
    }

    private let state = Observed(State())

    func add(_ message: JSON) { state.change { $0.messages.append(message) } }
    func giveUp() { state.change { $0.isOver = true } }
    var unread: [JSON] { state.state.messages }

    func next() async throws -> JSON {
        try await state.wait { !$0.messages.isEmpty || $0.isOver }
        let message = state.change { state -> JSON? in state.messages.isEmpty ? nil : state.messages.removeFirst() }
        guard let message else { throw TransportError(.closed, "the server sends nothing more") }
        return message
    }
}

extension JSON {
    /// What a server has sent; what is no JSON is told as such.
    init(sent bytes: [UInt8]) {
        do throws(JSONError) {
            self = try JSON(parsing: bytes)
        } catch {
            self = .string("no JSON: \(String(decoding: bytes, as: UTF8.self))")
        }
    }
}
