internal import MCPCore
internal import Synchronization

/// A token bucket for each principal.
final class RateLimiter: Sendable {
    private struct Bucket {
        var tokens: Double
        var filled: Duration
    }

    /// Principals that are remembered at once; those whose buckets are full are as good as forgotten.
    private static let capacity = 10_000

    private let rate: Double
    private let burst: Double
    private let buckets = Mutex<[String: Bucket]>([:])

    init(rate: Double, burst: Double) {
        self.rate = rate
        self.burst = burst
    }

    /// Takes a token.
    /// - Returns: nil if there was one, else how long to wait for the next.
    func take(for principal: Principal, now clock: @autoclosure () -> Duration) -> Duration? {
        guard rate > 0 else { return nil }
        let now = clock()
        return buckets.withLock { buckets in
            var bucket = buckets[principal.id] ?? Bucket(tokens: burst, filled: now)
            bucket.tokens = min(burst, bucket.tokens + (now - bucket.filled) / .seconds(1) * rate)
            bucket.filled = now
            if buckets.count >= Self.capacity {
                buckets = buckets.filter { $0.value.tokens + (now - $0.value.filled) / .seconds(1) * rate < burst }
            }
            guard bucket.tokens >= 1 else {
                buckets[principal.id] = bucket
                return .seconds((1 - bucket.tokens) / rate)
            }
            bucket.tokens -= 1
            buckets[principal.id] = bucket
            return nil
        }
    }
}
