/// The latest keys, the oldest of which make room for new ones.
struct RecentKeys {
    private let capacity: Int
    private var known: Set<String> = []
    private var order: [String] = []
    private var first = 0

    init(capacity: Int) {
        self.capacity = max(1, capacity)
    }

    var count: Int { known.count }

    /// - Returns: false for a key that is known already.
    mutating func insert(_ key: String) -> Bool {
        guard known.insert(key).inserted else { return false }
        order.append(key)
        if known.count > capacity {
            known.remove(order[first])
            order[first] = ""
            first += 1
            if first >= capacity {
                order.removeFirst(first)
                first = 0
            }
        }
        return true
    }
}
