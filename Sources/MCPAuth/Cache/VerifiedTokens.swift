internal import HTTPFetch
internal import MCPCore
internal import Synchronization

/// Tokens that were verified a while ago, and whose they are.
///
/// Bounded by two halves: when the young half is full it becomes the old one, and what was not asked for since then is forgotten. So
/// looking up and adding cost the same however full it is, and tokens in use stay.
final class VerifiedTokens: Sendable {
    private struct Entry {
        let principal: Principal
        /// By the clock that never goes back.
        let until: Duration
        /// Seconds since 1970.
        let expiry: Double
    }

    private struct Halves {
        var young: [TokenDigest: Entry] = [:]
        var old: [TokenDigest: Entry] = [:]
    }

    private let halfCapacity: Int
    private let clock: any FetchClock
    private let halves = Mutex(Halves())

    init(capacity: Int, clock: any FetchClock) {
        halfCapacity = max(1, capacity / 2)
        self.clock = clock
    }

    /// - Returns: nil where it is not known, or not any more.
    func principal(of digest: TokenDigest) -> Principal? {
        let found = halves.withLock { halves -> Entry? in
            if let entry = halves.young[digest] { return entry }
            guard let entry = halves.old.removeValue(forKey: digest) else { return nil }
            add(entry, digest, &halves)
            return entry
        }
        guard let found, clock.now() < found.until, Double(clock.unixSeconds()) < found.expiry else { return nil }
        return found.principal
    }

    /// - Parameter expiry: seconds since 1970; infinite for one that does not say.
    func add(_ principal: Principal, _ digest: TokenDigest, for time: Duration, expiry: Double) {
        let entry = Entry(principal: principal, until: clock.now() + time, expiry: expiry)
        halves.withLock { add(entry, digest, &$0) }
    }

    var count: Int { halves.withLock { $0.young.count + $0.old.count } }

    private func add(_ entry: Entry, _ digest: TokenDigest, _ halves: inout Halves) {
        if halves.young.count >= halfCapacity {
            halves.old = halves.young
            halves.young.removeAll(keepingCapacity: true)
        }
        halves.young[digest] = entry
        halves.old[digest] = nil
    }
}
