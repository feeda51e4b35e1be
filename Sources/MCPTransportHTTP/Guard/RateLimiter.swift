internal import MCPCore
internal import Synchronization

/// A token bucket for each principal.
///
/// Where instances share a ledger, each keeps its own buckets, takes from them without asking anybody, and every 200 ms takes from them what the
/// others have let through. So all together let through the rate, and at most a burst and what comes in 200 ms more for each instance beyond the
/// first. While the ledger is away each goes by its own buckets.
final class RateLimiter: Sendable {
    private struct Bucket {
        var tokens: Double
        var filled: Duration
    }

    private struct State {
        var buckets: [String: Bucket] = [:]
        /// Since the ledger was told.
        var spent: [String: Int] = [:]
        /// Somebody will tell the ledger.
        var isTelling = false
    }

    /// Principals that are remembered at once; those whose buckets are full are as good as forgotten.
    private static let capacity = 10_000
    private static let interval = Duration.milliseconds(200)

    private let rate: Double
    private let burst: Double
    private let ledger: (any UsageLedger)?
    private let time: any TimeSource
    private let state = Mutex(State())

    init(rate: Double, burst: Double, ledger: (any UsageLedger)? = nil, time: any TimeSource = SystemTime()) {
        self.rate = rate
        self.burst = burst
        self.ledger = ledger
        self.time = time
    }

    /// Takes a token.
    /// - Returns: nil if there was one, else how long to wait for the next.
    func take(for principal: Principal, now clock: @autoclosure () -> Duration) -> Duration? {
        guard rate > 0 else { return nil }
        let now = clock()
        let (wait, isFirst) = state.withLock { state -> (Duration?, Bool) in
            var bucket = filled(state.buckets[principal.id], now)
            if state.buckets.count >= Self.capacity {
                state.buckets = state.buckets.filter { $0.value.tokens + (now - $0.value.filled) / .seconds(1) * rate < burst }
            }
            guard bucket.tokens >= 1 else {
                state.buckets[principal.id] = bucket
                return (.seconds((1 - bucket.tokens) / rate), false)
            }
            bucket.tokens -= 1
            state.buckets[principal.id] = bucket
            guard ledger != nil else { return (nil, false) }
            state.spent[principal.id, default: 0] += 1
            defer { state.isTelling = true }
            return (nil, !state.isTelling)
        }
        if isFirst { Task { await tell() } }
        return wait
    }

    private func filled(_ bucket: Bucket?, _ now: Duration) -> Bucket {
        guard let bucket else { return Bucket(tokens: burst, filled: now) }
        return Bucket(tokens: min(burst, bucket.tokens + (now - bucket.filled) / .seconds(1) * rate), filled: now)
    }

    /// Evens out with the others for as long as something is spent here.
    private func tell() async {
        while true {
            do throws(CancellationError) {
                try await time.sleep(until: time.now + Self.interval)
            } catch {
                return state.withLock { $0.isTelling = false }
            }
            let spent = state.withLock { state -> [String: Int] in
                defer { state.spent = [:] }
                if state.spent.isEmpty { state.isTelling = false }
                return state.spent
            }
            guard !spent.isEmpty, let ledger else { return }
            do throws(UsageLedgerError) {
                let others = try await ledger.exchange(spent)
                let now = time.now
                state.withLock { state in
                    for (name, count) in others where count > 0 {
                        var bucket = filled(state.buckets[name], now)
                        // Whatever the others do, nobody waits longer than an empty bucket takes to be full.
                        bucket.tokens = max(-burst, bucket.tokens - Double(count))
                        state.buckets[name] = bucket
                    }
                }
            } catch {
                // What the store that is away says of itself is in its own log. Others do not learn of what was spent meanwhile.
                continue
            }
        }
    }
}
