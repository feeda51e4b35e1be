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
    private nonisolated(unsafe) let places: UnsafeMutablePointer<Atomic<UInt>>

    /// - Parameter capacity: a power of two.
    init(capacity: Int) {
        mask = capacity - 1
        places = .allocate(capacity: capacity)
        for index in 0..<capacity { (places + index).initialize(to: Atomic(0)) }
    }

    deinit {
        for index in 0...mask { Self.entry(places[index].load(ordering: .acquiring))?.release() }
        places.deinitialize(count: mask + 1)
        places.deallocate()
    }

    private static func entry(_ bits: UInt) -> Unmanaged<Entry>? {
        UnsafeRawPointer(bitPattern: bits).map { Unmanaged<Entry>.fromOpaque($0) }
    }

    /// - Parameter hash: of the key, in bits that differ.
    /// - Parameter body: is given the value, which is not retained for it: it stays where it is.
    @inline(__always)
    func withValue<Result>(of key: Key, hash: Int, make: () -> Value, _ body: (Value) -> Result) -> Result {
        for step in 0..<Self.reach {
            guard let entry = Self.entry(places[(hash &+ step) & mask].load(ordering: .acquiring)) else { break }
            let result = entry._withUnsafeGuaranteedRef { $0.key == key ? body($0.value) : nil }
            if let result { return result }
        }
        return body(value(of: key, hash: hash, make: make))
    }

    private func value(of key: Key, hash: Int, make: () -> Value) -> Value {
        var made: Entry?
        for step in 0..<Self.reach {
            let place = places + ((hash &+ step) & mask)
            var bits = place.pointee.load(ordering: .acquiring)
            if bits == 0 {
                let own = made ?? Entry(key, make())
                made = own
                let kept = Unmanaged.passRetained(own)
                let (isFirst, found) = place.pointee.compareExchange(
                    expected: 0, desired: UInt(bitPattern: kept.toOpaque()), ordering: .acquiringAndReleasing)
                if isFirst { return own.value }
                kept.release()
                bits = found
            }
            // Those that have a place keep it until the table goes.
            let value = Self.entry(bits)?._withUnsafeGuaranteedRef { $0.key == key ? $0.value : nil }
            if let value { return value }
        }
        return made?.value ?? make()
    }
}
