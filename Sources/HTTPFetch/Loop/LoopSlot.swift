internal import Synchronization

/// One of a client's loops, and whether it has started. Safe to use from any thread.
final class LoopSlot: Sendable {
    private struct State {
        /// Stays here when the slot is closed, for those who wait for its end.
        var loop: CurlLoop?
        var isClosed = false
    }

    let limits: FetchLimits
    let load = LoopLoad()
    private let setup: FetchSetup
    private let state = Mutex(State())

    init(_ setup: FetchSetup, _ limits: FetchLimits) {
        self.setup = setup
        self.limits = limits
    }

    /// Whether another transfer would be taken, and would not have to wait for a connection if all go to one host.
    var hasRoom: Bool {
        let count = load.count
        // Of connections, none at all means any number.
        return count < limits.inFlight && (limits.hostConnections == 0 || count < limits.hostConnections)
            && (limits.totalConnections == 0 || count < limits.totalConnections)
    }

    /// The loop, if a call was ever made.
    var started: CurlLoop? { state.withLock { $0.loop } }

    /// The loop, started if need be.
    /// - Throws: ``FetchError/Code/closed`` after ``close()``.
    func running() throws(FetchError) -> CurlLoop {
        let result = state.withLock { state -> Result<CurlLoop, FetchError> in
            guard !state.isClosed else { return .failure(.closed) }
            if let loop = state.loop { return .success(loop) }
            do throws(FetchError) {
                let loop = try CurlLoop(setup, limits, load)
                state.loop = loop
                return .success(loop)
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// Gives no loop out any more.
    /// - Returns: the one that has started.
    func close() -> CurlLoop? {
        state.withLock { state in
            state.isClosed = true
            return state.loop
        }
    }
}
