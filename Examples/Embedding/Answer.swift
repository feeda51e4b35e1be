internal import MCPTransportHTTP
internal import NIOCore
internal import Synchronization

/// The way back of one request: what the handler says on any thread, the task of the request takes from here and sends.
///
/// What waits is bounded by the handler: ``write(_:)`` tells it how much that is, and it ends the stream of a reader that lags by more than
/// `HTTPLimits.unreadBytes`.
final class Answer: HTTPResponder {
    enum Opening: Sendable {
        case whole(HTTPResponseHead, [UInt8])
        case stream(HTTPResponseHead)
    }

    fileprivate struct State {
        var isOpen = true
        var opening: Opening?
        var exchange: (any HTTPExchange)?
        var unsent = ByteBuffer()
        /// The bytes of the piece that is being sent.
        var sending = 0
        var drainers: [AsyncStream<Never>.Continuation] = []
        var isDrained: Bool { unsent.readableBytes + sending < 16 << 10 }
    }

    private let state = Mutex(State())
    /// Wakes the task of the request; one signal stands for any number of changes.
    private let (changes, signal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    func serve(_ request: HTTPRequest, by handler: any HTTPHandler) {
        guard let exchange = handler.serve(request, self) else { return }
        state.withLock { if $0.isOpen { $0.exchange = exchange } }
    }

    // MARK: For the handler

    func respond(_ head: HTTPResponseHead, _ body: [UInt8]) {
        state.withLock { $0.opening = .whole(head, body) }
        end()
    }

    func begin(_ head: HTTPResponseHead) {
        state.withLock { $0.opening = .stream(head) }
        signal.yield()
    }

    func write(_ bytes: [UInt8]) -> Int? {
        defer { signal.yield() }
        return state.withLock { state in
            guard state.isOpen else { return nil }
            state.unsent.writeBytes(bytes)
            return state.unsent.readableBytes + state.sending
        }
    }

    func drained() async {
        let (drain, drainer) = AsyncStream.makeStream(of: Never.self, bufferingPolicy: .bufferingNewest(1))
        let mayGoOn = state.withLock { state in
            if state.isOpen, !state.isDrained { state.drainers.append(drainer) }
            return !state.isOpen || state.isDrained
        }
        if !mayGoOn { for await _ in drain {} }
    }

    func end() {
        _ = close()
    }

    // MARK: For the task of the request

    /// Suspends until the handler has decided between a whole response and a stream.
    func opening() async throws(CancellationError) -> Opening {
        try await next { $0.opening }
    }

    /// What was written after the last piece, which has been sent by now; nil at the end.
    func piece() async throws(CancellationError) -> ByteBuffer? {
        let drainers = state.withLock { state in
            state.sending = 0
            return state.isDrained ? state.takeDrainers() : []
        }
        for drainer in drainers { drainer.finish() }
        return try await next { $0.takePiece() }
    }

    /// Nobody will read the rest.
    func abandon() {
        close()?.disconnected()
    }

    private func next<Value>(_ take: (inout sending State) -> sending Value?) async throws(CancellationError) -> Value {
        var changes = changes.makeAsyncIterator()
        repeat {
            if let value = state.withLock(take) { return value }
        } while await changes.next() != nil
        abandon()
        throw CancellationError()
    }

    /// - Returns: whom to tell, if there was more to come.
    private func close() -> (any HTTPExchange)? {
        let (exchange, drainers) = state.withLock { state in
            state.isOpen = false
            return (state.exchange.take(), state.takeDrainers())
        }
        for drainer in drainers { drainer.finish() }
        signal.yield()
        return exchange
    }
}

extension Answer.State {
    fileprivate mutating func takeDrainers() -> [AsyncStream<Never>.Continuation] {
        defer { drainers = [] }
        return drainers
    }

    /// Nil if there is nothing yet, and nil inside if there will be nothing more.
    fileprivate mutating func takePiece() -> ByteBuffer?? {
        sending = unsent.readableBytes
        defer { unsent = ByteBuffer() }
        return sending > 0 ? unsent : isOpen ? .none : .some(nil)
    }
}
