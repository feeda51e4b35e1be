import HTTPFetch
import Synchronization

/// A clock that stands until it is moved.
final class ManualClock: FetchClock {
    /// Seconds since 1970 at the start.
    static let start: Int64 = 1_900_000_000
    private let time = Mutex(Duration.zero)

    func now() -> Duration { time.withLock { $0 } }
    func unixSeconds() -> Int64 { Self.start + now().components.seconds }
    func sleep(for duration: Duration) async throws(CancellationError) { throw CancellationError() }
    func advance(by step: Duration) { time.withLock { $0 += step } }
}
