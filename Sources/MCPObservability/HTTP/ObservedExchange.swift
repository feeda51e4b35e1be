internal import MCPCore
internal import MCPTransportHTTP
internal import Synchronization

/// One request on its way over a web server that tells nothing itself: the responder of the handler, and the exchange of the server.
final class ObservedExchange: HTTPResponder, HTTPExchange {
    private struct State {
        var watch: ResponseWatch
        var exchange: (any HTTPExchange)?
        var isOver = false
    }

    private let responder: any HTTPResponder
    private let state: Mutex<State>

    init(_ responder: any HTTPResponder, _ watch: ResponseWatch) {
        self.responder = responder
        state = Mutex(State(watch: watch))
    }

    deinit {
        // Whoever should have answered is gone, and with it the client.
        finish()
    }

    func attach(_ exchange: any HTTPExchange) {
        state.withLock { state in if !state.isOver { state.exchange = exchange } }
    }

    func respond(_ head: HTTPResponseHead, _ body: [UInt8]) {
        state.withLock { $0.watch.responded(head.status) }
        finish()
        responder.respond(head, body)
    }

    func begin(_ head: HTTPResponseHead) {
        state.withLock { $0.watch.began(head) }
        responder.begin(head)
    }

    @discardableResult
    func write(_ bytes: [UInt8]) -> Int? { responder.write(bytes) }

    func drained() async { await responder.drained() }

    func end() {
        finish()
        responder.end()
    }

    var thread: (any CallThread)? { responder.thread }

    func disconnected() {
        finish()?.disconnected()
    }

    /// - Returns: whom to tell that the client is gone.
    @discardableResult
    private func finish() -> (any HTTPExchange)? {
        state.withLock { state in
            state.watch.ended()
            state.isOver = true
            return state.exchange.take()
        }
    }
}
