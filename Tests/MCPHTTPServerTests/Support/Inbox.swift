internal import NIOCore
internal import Synchronization

/// The bytes a socket has received. One task at a time waits for more.
final class Inbox: Sendable {
    private struct State {
        var bytes: [UInt8] = []
        var isClosed = false
        var changes = 0
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    func take<Value: Sendable>(_ parse: (inout [UInt8]) -> Value?) async throws -> Value {
        while true {
            let changes = state.withLock { $0.changes }
            if let value = state.withLock({ parse(&$0.bytes) }) { return value }
            if let received = state.withLock({ $0.isClosed && $0.changes == changes ? $0.bytes : nil }) {
                throw RawClient.Closed(received: String(decoding: received, as: UTF8.self))
            }
            await change(since: changes)
        }
    }

    func rest() async -> String {
        while true {
            let (isClosed, changes) = state.withLock { ($0.isClosed, $0.changes) }
            if isClosed { break }
            await change(since: changes)
        }
        return state.withLock { String(decoding: $0.bytes, as: UTF8.self) }
    }

    private func change(since changes: Int) async {
        await withCheckedContinuation { waiter in
            let isDue = state.withLock { state in
                if state.changes == changes { state.waiter = waiter }
                return state.changes != changes
            }
            if isDue { waiter.resume() }
        }
    }

    func append(_ bytes: ByteBuffer) {
        update { $0.bytes.append(contentsOf: bytes.readableBytesView) }
    }

    func close() {
        update { $0.isClosed = true }
    }

    private func update(_ change: (inout State) -> Void) {
        let waiter = state.withLock { state in
            change(&state)
            state.changes += 1
            return state.waiter.take()
        }
        waiter?.resume()
    }
}

final class InboxHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let inbox: Inbox

    init(_ inbox: Inbox) {
        self.inbox = inbox
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
