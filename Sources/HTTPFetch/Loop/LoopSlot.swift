internal import Synchronization

/// One of a client's loops, and whether it has started. Safe to use from any thread.
final class LoopSlot: Sendable {
    private enum Lifecycle {
        case idle
        case running(CurlLoop)
        /// The loop stays here for those who wait for its end.
        case closed(CurlLoop?)
    }

    let load = LoopLoad()
    private let setup: FetchSetup
    let limits: FetchLimits
    private let lifecycle = Mutex(Lifecycle.idle)

    init(_ setup: FetchSetup, _ limits: FetchLimits) {
        self.setup = setup
        self.limits = limits
    }

    /// Whether another transfer would find a connection that may be used or made.
    var hasRoom: Bool { limits.hostConnections == 0 || load.count < limits.hostConnections }

    /// The loop, if a call was ever made.
    var started: CurlLoop? {
        lifecycle.withLock { lifecycle in
            switch lifecycle {
            case .idle: nil
            case .running(let loop): loop
            case .closed(let loop): loop
            }
        }
    }

    /// The loop, started if need be.
    /// - Throws: ``FetchError/Code/closed`` after ``close()``.
    func running() throws(FetchError) -> CurlLoop {
        let result = lifecycle.withLock { lifecycle -> Result<CurlLoop, FetchError> in
            switch lifecycle {
            case .running(let loop): return .success(loop)
            case .closed: return .failure(.closed)
            case .idle:
                do throws(FetchError) {
                    let loop = try CurlLoop(setup, limits, load)
                    lifecycle = .running(loop)
                    return .success(loop)
                } catch {
                    return .failure(error)
                }
            }
        }
        return try result.get()
    }

    /// Gives no loop out any more.
    /// - Returns: the one that has started.
    func close() -> CurlLoop? {
        lifecycle.withLock { lifecycle in
            switch lifecycle {
            case .idle:
                lifecycle = .closed(nil)
                return nil
            case .running(let loop):
                lifecycle = .closed(loop)
                return loop
            case .closed(let loop): return loop
            }
        }
    }
}
