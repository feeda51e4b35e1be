internal import MCPTransportHTTP
internal import Synchronization

/// An exchange that is known later. A connection that goes before that is remembered.
final class DeferredExchange: HTTPExchange {
    private struct State {
        var exchange: (any HTTPExchange)?
        var isGone = false
    }

    private let state = Mutex(State())

    func settle(_ exchange: (any HTTPExchange)?) {
        let isGone = state.withLock { state in
            state.exchange = exchange
            return state.isGone
        }
        if isGone { exchange?.disconnected() }
    }

    func disconnected() {
        let exchange = state.withLock { state in
            state.isGone = true
            return state.exchange
        }
        exchange?.disconnected()
    }
}
