internal import Synchronization

/// Finds the series of a metric by what tells them apart, without a lock: each place is filled once, and stays.
///
/// Bounded. What finds no place is not kept, and has to be looked up in the registry again.
final class SeriesTable<Key: Hashable & Sendable, Value: AnyObject & Sendable>: Sendable {
    private final class Entry: Sendable {
        let key: Key
        let value: Value

        init(_ key: Key, _ value: Value) {
            self.key = key
            self.value = value
        }
    }

    private static var reach: Int { 16 }

    private let mask: Int
    // SAFETY: the address does not change until the table goes, and what is there is atomic.
    private nonisolated(unsafe) let places: UnsafeMutablePointer<AtomicLazyReference<Entry>>

    /// - Parameter capacity: a power of two.
    init(capacity: Int) {
        mask = capacity - 1
        places = .allocate(capacity: capacity)
        for index in 0..<capacity { (places + index).initialize(to: AtomicLazyReference()) }
    }

    deinit {
        places.deinitialize(count: mask + 1)
        places.deallocate()
    }

    /// - Parameter hash: of the key, in bits that differ.
    func value(of key: Key, hash: Int, make: () -> Value) -> Value {
        var made: Entry?
        for step in 0..<Self.reach {
            let place = places + ((hash &+ step) & mask)
            if let entry = place.pointee.load() {
                if entry.key == key { return entry.value }
                continue
            }
            let own = made ?? Entry(key, make())
            made = own
            let entry = place.pointee.storeIfNil(own)
            if entry.key == key { return entry.value }
        }
        return made?.value ?? make()
    }
}
