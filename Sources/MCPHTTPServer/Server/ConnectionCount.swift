internal import Synchronization

/// Counts the open connections of all event loops.
final class ConnectionCount: Sendable {
    enum Admission {
        case served
        /// Over the limit: it gets 503.
        case turnedAway
        /// Too many over the limit even for that.
        case dropped
    }

    private struct State {
        var count = 0
        var whenNone: Latch<Void>?
    }

    private let limit: Int
    private let state = Mutex(State())

    init(limit: Int) {
        self.limit = limit
    }

    /// Counts a connection, unless it is dropped.
    func enter() -> Admission {
        state.withLock { state in
            guard state.count < limit + limit / 8 + 8 else { return .dropped }
            state.count += 1
            return state.count <= limit ? .served : .turnedAway
        }
    }

    func leave() {
        let latch = state.withLock { state -> Latch<Void>? in
            state.count -= 1
            return state.count == 0 ? state.whenNone : nil
        }
        latch?.set(())
    }

    /// Has the latch set when no connection is open, at once if none is.
    func whenNone(_ latch: Latch<Void>) {
        let isNone = state.withLock { state in
            state.whenNone = latch
            return state.count == 0
        }
        if isNone { latch.set(()) }
    }
}
