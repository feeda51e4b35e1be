internal import Synchronization

/// Numbers that all threads add to and few read: there are several of each, and which one a thread adds to depends on the thread, so that they
/// seldom wait for a line of another's cache. Who reads adds them up, and may see part of what is being added just now.
struct StripedCounts: ~Copyable, Sendable {
    private static var stripes: Int { ThreadStripe.count }
    /// Of the cache lines of nearly all processors, in words.
    private static let line = 8

    private let count: Int
    private let width: Int
    // SAFETY: the address does not change until the counts go, and what is there is atomic.
    private nonisolated(unsafe) let words: UnsafeMutablePointer<Atomic<UInt64>>

    /// - Parameter count: how many numbers. All begin at zero.
    init(_ count: Int) {
        self.count = count
        width = (count + Self.line - 1) / Self.line * Self.line
        let size = width * Self.stripes
        words = UnsafeMutableRawPointer.allocate(byteCount: size * 8, alignment: Self.line * 8)
            .bindMemory(to: Atomic<UInt64>.self, capacity: size)
        for index in 0..<size { (words + index).initialize(to: Atomic(0)) }
    }

    deinit {
        words.deinitialize(count: width * Self.stripes)
        words.deallocate()
    }

    /// Of this thread, and of some others.
    @inline(__always)
    private var own: UnsafeMutablePointer<Atomic<UInt64>> {
        words + width * ThreadStripe.own
    }

    @inline(__always)
    func add(_ amount: Int, to index: Int = 0) {
        own[index].wrappingAdd(UInt64(bitPattern: Int64(amount)), ordering: .relaxed)
    }

    /// One more of a number, and an amount of another that holds the bits of a `Double`.
    @inline(__always)
    func add(_ amount: Double, to sum: Int, andOneTo index: Int) {
        let own = own
        own[index].wrappingAdd(1, ordering: .relaxed)
        var old = own[sum].load(ordering: .relaxed)
        while true {
            let (isDone, seen) = own[sum].weakCompareExchange(
                expected: old, desired: (Double(bitPattern: old) + amount).bitPattern, ordering: .relaxed)
            if isDone { return }
            old = seen
        }
    }

    /// A number that nobody else gets, on whatever thread: from 4 on.
    @inline(__always)
    func ticket() -> UInt64 {
        let own = own
        let stripe = (own - words) / width
        return own.pointee.wrappingAdd(1, ordering: .relaxed).newValue &* UInt64(Self.stripes) &+ UInt64(stripe)
    }

    func total(of index: Int = 0) -> Int {
        (0..<Self.stripes).reduce(0) { $0 &+ Int(Int64(bitPattern: words[$1 * width + index].load(ordering: .relaxed))) }
    }

    func sum(of index: Int) -> Double {
        (0..<Self.stripes).reduce(0) { $0 + Double(bitPattern: words[$1 * width + index].load(ordering: .relaxed)) }
    }
}
