/// Which states were opened before, and which signatures were taken, for as long as they could be used again.
///
/// Bounded, and it never forgets early: when it is full of states that are still good, it takes no other. Each call costs time
/// logarithmic in the capacity, except those that pay for what they forget.
package struct ReplayMemory: Sendable {
    package enum Verdict: Hashable, Sendable { case first, again, stale, full }

    private struct Entry: Sendable {
        let expiry: Int64
        let nonce: String
    }

    private let capacity: Int
    private var nonces: Set<String> = []
    /// A binary heap, the earliest expiry first.
    private var entries: [Entry] = []
    /// The latest expiry among those forgotten. A clock that is set back makes old states good again, whose nonces are gone.
    private var horizon = Int64.min

    package init(capacity: Int) {
        self.capacity = capacity
    }

    var count: Int { entries.count }

    /// Notes a state that is about to be opened.
    /// - Parameters: `expiry` and `now` are milliseconds of the same clock; `expiry` is later than `now`.
    package mutating func admit(_ nonce: String, expiry: Int64, now: Int64) -> Verdict {
        while let earliest = entries.first, earliest.expiry <= now { forget(earliest) }
        guard expiry > horizon else { return .stale }
        guard !nonces.contains(nonce) else { return .again }
        guard entries.count < capacity else { return .full }
        nonces.insert(nonce)
        insert(Entry(expiry: expiry, nonce: nonce))
        return .first
    }

    /// What was admitted was of no use, and may be admitted again.
    package mutating func withdraw(_ nonce: String) {
        // Its entry stays until it expires, and then forgets nothing or the same.
        nonces.remove(nonce)
    }

    private mutating func insert(_ entry: Entry) {
        entries.append(entry)
        var child = entries.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard entries[child].expiry < entries[parent].expiry else { return }
            entries.swapAt(child, parent)
            child = parent
        }
    }

    /// - Precondition: `earliest` is the first of the heap.
    private mutating func forget(_ earliest: Entry) {
        nonces.remove(earliest.nonce)
        horizon = max(horizon, earliest.expiry)
        entries.swapAt(0, entries.count - 1)
        entries.removeLast()
        var parent = 0
        while true {
            let children = (2 * parent + 1..<2 * parent + 3).clamped(to: 0..<entries.count)
            guard let child = children.min(by: { entries[$0].expiry < entries[$1].expiry }) else { return }
            guard entries[child].expiry < entries[parent].expiry else { return }
            entries.swapAt(child, parent)
            parent = child
        }
    }
}
