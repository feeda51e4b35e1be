/// Records one behind the other, which are moved in, looked at where they are, and never copied.
struct RecordBuffer<Record: ~Copyable & Sendable>: ~Copyable, Sendable {
    // SAFETY: there is one owner of it, since a buffer is not copied. Nil until there is a record.
    private nonisolated(unsafe) var base: UnsafeMutablePointer<Record>?
    private var capacity = 0
    private(set) var count = 0

    deinit {
        base?.deinitialize(count: count)
        base?.deallocate()
    }

    @inline(__always)
    mutating func append(_ record: consuming Record) {
        if count == capacity { grow() }
        // SAFETY: there is room, so there is memory.
        base.unsafelyUnwrapped.advanced(by: count).initialize(to: record)
        count += 1
    }

    @inline(never)
    private mutating func grow() {
        let larger = UnsafeMutablePointer<Record>.allocate(capacity: max(64, 2 * capacity))
        if let base {
            larger.moveInitialize(from: base, count: count)
            base.deallocate()
        }
        base = larger
        capacity = max(64, 2 * capacity)
    }

    func forEach(_ body: (borrowing Record) -> Void) {
        guard let base else { return }
        for index in 0..<count { body(base[index]) }
    }
}
