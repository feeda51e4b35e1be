internal import MCPCore
internal import Synchronization

/// Time that a test moves.
final class ManualTime: TimeSource {
    private let moment = Mutex(Duration.zero)

    var now: Duration { moment.withLock { $0 } }

    func advance(by duration: Duration) { moment.withLock { $0 += duration } }

    /// Nothing here waits by it.
    func sleep(until moment: Duration) async throws(CancellationError) {}
}
