import MCPCore
import MCPTesting
import MCPTransportHTTP
import Synchronization

/// A way back over HTTP that makes messages of what is sent: of a body of JSON, and of each event of a stream.
final class MessageResponder: HTTPResponder {
    private struct State {
        var head: HTTPResponseHead?
        var isStream = false
        var pending = ""
    }

    private let wire: HTTPWireExchange
    private let onHead: @Sendable (HTTPResponseHead) -> Void
    private let onEvent: @Sendable (_ name: String?, _ data: String) -> Void
    private let state = Mutex(State())

    init(
        _ wire: HTTPWireExchange, onHead: @escaping @Sendable (HTTPResponseHead) -> Void,
        onEvent: @escaping @Sendable (_ name: String?, _ data: String) -> Void
    ) {
        self.wire = wire
        self.onHead = onHead
        self.onEvent = onEvent
    }

    func respond(_ head: HTTPResponseHead, _ body: [UInt8]) {
        begin(head)
        wire.sends(body)
        wire.ends()
        if !body.isEmpty { onEvent(nil, String(decoding: body, as: UTF8.self)) }
    }

    func begin(_ head: HTTPResponseHead) {
        wire.responds(head.status, headers: head.headers.fields)
        onHead(head)
    }

    func write(_ bytes: [UInt8]) -> Int? {
        wire.sends(bytes)
        let blocks = state.withLock { state in
            state.pending += String(decoding: bytes, as: UTF8.self)
            var blocks = state.pending.split(separator: "\n\n", omittingEmptySubsequences: false).map(String.init)
            state.pending = blocks.removeLast()
            return blocks
        }
        for block in blocks { event(block) }
        return bytes.count
    }

    func drained() async {}

    func end() { wire.ends() }

    private func event(_ block: String) {
        var (name, data) = (String?.none, [Substring]())
        for line in block.split(separator: "\n") {
            if line.hasPrefix("event: ") { name = String(line.dropFirst(7)) }
            if line.hasPrefix("data: ") { data.append(line.dropFirst(6)) }
        }
        let text = data.joined(separator: "\n")
        // An event without data opens a stream or keeps it alive.
        if !text.isEmpty { onEvent(name, text) }
    }
}
