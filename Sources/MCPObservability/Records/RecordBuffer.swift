/// Records one behind the other, which are moved in, looked at where they are, and never copied.
struct RecordBuffer<Record: ~Copyable & Sendable>: ~Copyable, Sendable {
    // SAFETY: there is one owner of it, since a buffer is not copied.
    private nonisolated(unsafe) var base: UnsafeMutablePointer<Record>
    private var capacity: Int
    private(set) var count = 0

    init(capacity: Int = 16) {
        self.capacity = max(1, capacity)
        base = .allocate(capacity: self.capacity)
    }

    deinit {
        base.deinitialize(count: count)
        base.deallocate()
    }

    mutating func append(_ record: consuming Record) {
        if count == capacity {
            let larger = UnsafeMutablePointer<Record>.allocate(capacity: 2 * capacity)
            larger.moveInitialize(from: base, count: count)
            base.deallocate()
            base = larger
            capacity *= 2
        }
        (base + count).initialize(to: record)
        count += 1
    }

    func forEach(_ body: (borrowing Record) -> Void) {
        for index in 0..<count { body(base[index]) }
    }

    /// Keeps the memory.
    mutating func removeAll() {
        base.deinitialize(count: count)
        count = 0
    }
}
