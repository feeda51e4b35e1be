internal import MCPTesting
internal import NIOCore

/// The bytes a socket has received. Waiting for more ends when the task is cancelled.
final class Inbox: Sendable {
    private struct State {
        var bytes: [UInt8] = []
        var isClosed = false
        var changes = 0
    }

    private let state = Observed(State())

    func take<Value: Sendable>(_ parse: (inout [UInt8]) -> Value?) async throws -> Value {
        while true {
            let (value, seen) = state.change { state in (parse(&state.bytes), state) }
            if let value { return value }
            if seen.isClosed { throw RawClient.Closed(received: String(decoding: seen.bytes, as: UTF8.self)) }
            try await state.wait { $0.changes != seen.changes }
        }
    }

    func rest() async throws -> String {
        try await state.wait { $0.isClosed }
        return String(decoding: state.state.bytes, as: UTF8.self)
    }

    func append(_ bytes: ByteBuffer) {
        state.change { state in
            state.bytes.append(contentsOf: bytes.readableBytesView)
            state.changes += 1
        }
    }

    func close() {
        state.change { state in
            state.isClosed = true
            state.changes += 1
        }
    }
}

final class InboxHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let inbox: Inbox
    private let greeting: String

    init(_ inbox: Inbox, _ greeting: String) {
        self.inbox = inbox
        self.greeting = greeting
    }

    func channelActive(context: ChannelHandlerContext) {
        guard !greeting.isEmpty else { return }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: greeting)), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        inbox.append(unwrapInboundIn(data))
    }

    /// Closes when the server has closed its side.
    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case ChannelEvent.inputClosed = event else { return }
        inbox.close()
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        inbox.close()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
