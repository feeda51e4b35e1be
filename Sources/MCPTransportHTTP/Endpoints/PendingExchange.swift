internal import Synchronization

/// An exchange that is known only when it is known who asks. A connection that goes before that is remembered.
final class PendingExchange: HTTPExchange {
    private enum State {
        case open
        case gone
        case settled((any HTTPExchange)?)
    }

    private let state = Mutex(State.open)

    var isSettledWithNothing: Bool { state.withLock { if case .settled(nil) = $0 { true } else { false } } }

    func settle(_ exchange: (any HTTPExchange)?) {
        let isGone = state.withLock { state in
            guard case .open = state else { return true }
            state = .settled(exchange)
            return false
        }
        if isGone { exchange?.disconnected() }
    }

    func disconnected() {
        let exchange = state.withLock { state -> (any HTTPExchange)? in
            guard case .settled(let exchange) = state else {
                state = .gone
                return nil
            }
            return exchange
        }
        exchange?.disconnected()
    }
}
