import MCPCore
import MCPTesting
import Synchronization
import Testing

@testable import MCPTransportHTTP

/// Callers are held to their rate by all instances together.
@Suite(.timeLimit(.minutes(1)))
struct SharedRateTests {
    /// One instance's part in totals that several share.
    private final class Ledger: UsageLedger {
        private let totals: Observed<[String: Int]>
        private let seen = Mutex<[String: Int]>([:])
        let isAway = Mutex(false)
        let exchanges = Observed(0)

        init(_ totals: Observed<[String: Int]>) { self.totals = totals }

        func exchange(_ spent: [String: Int]) async throws(UsageLedgerError) -> [String: Int] {
            defer { exchanges.change { $0 += 1 } }
            guard !isAway.withLock({ $0 }) else { throw UsageLedgerError("away") }
            var others: [String: Int] = [:]
            for (name, count) in spent {
                let total = totals.change { totals in
                    totals[name, default: 0] += count
                    return totals[name] ?? 0
                }
                others[name] = seen.withLock { seen in
                    defer { seen[name] = total }
                    return seen[name].map { total - $0 - count } ?? 0
                }
            }
            return others
        }
    }

    /// One instance, with a clock of its own that goes as those of all others.
    private struct Instance {
        let ledger: Ledger
        let time = ManualTime()
        let limiter: RateLimiter

        init(_ ledger: Ledger) {
            self.ledger = ledger
            limiter = RateLimiter(rate: 50, burst: 100, ledger: ledger, time: time)
        }

        /// Takes all there is, and lets 200 ms go by.
        func spend(_ principal: Principal) async throws -> Int {
            let (before, now) = (ledger.exchanges.state, time.now)
            var taken = 0
            while limiter.take(for: principal, now: now) == nil { taken += 1 }
            if taken > 0 { try await time.sleeperAppears() }
            time.advance(by: .milliseconds(200))
            if taken > 0 { try await ledger.exchanges.wait { $0 > before } }
            return taken
        }
    }

    private let alice = Principal(id: "alice")

    @Test func theSumKeepsToTheRate() async throws {
        let totals = Observed<[String: Int]>([:])
        let instances = (0..<3).map { _ in Instance(Ledger(totals)) }
        var taken = 0
        for _ in 0..<300 {
            for instance in instances { taken += try await instance.spend(alice) }
        }
        // A minute at 50 a second, a burst for each instance, and for each what comes in 200 ms. Three by themselves would let 9,300 through.
        #expect(taken >= 2_500 && taken <= 3_000 + 300 + 30, "\(taken)")
    }

    @Test func eachGoesOnByItselfWhileTheLedgerIsAway() async throws {
        let ledger = Ledger(Observed([:]))
        ledger.isAway.withLock { $0 = true }
        let time = ManualTime()
        let limiter = RateLimiter(rate: 50, burst: 100, ledger: ledger, time: time)
        for _ in 0..<100 { #expect(limiter.take(for: alice, now: time.now) == nil) }
        #expect(limiter.take(for: alice, now: time.now) != nil)
        try await time.sleeperAppears()
        time.advance(by: .seconds(1))
        try await ledger.exchanges.wait { $0 == 1 }
        for _ in 0..<50 { #expect(limiter.take(for: alice, now: time.now) == nil) }
        #expect(limiter.take(for: alice, now: time.now) != nil)
    }
}
