internal import Dispatch
internal import MCPLogging
internal import Synchronization

/// Takes records from the threads that serve, and has them worked off many at a time.
///
/// What is done for one request after another finds its code and its data in the processor's caches only by chance; done for dozens in a
/// row, it costs a fraction. Whoever brings a thread's records to so many works them off where they lie, in that processor's caches; what
/// a quiet thread leaves is worked off soon on a thread of its own. Nothing is lost: the queue lives until it is empty, whoever else
/// lets go of it.
final class RecordQueue<Record: ~Copyable & Sendable>: RecordSource {
    /// Records of one thread, and of some others.
    private final class Stripe: Sendable {
        // Between it and the next, which another processor writes to.
        private let before = CacheLines()
        let waiting = Mutex(RecordBuffer<Record>())
        /// Held while records are worked off: they stay in their order.
        let working = Mutex(())
        private let behind = CacheLines()
    }

    /// How long a record waits, more or less.
    private static var delay: DispatchTimeInterval { .milliseconds(50) }
    /// In one stripe: so many are not kept waiting, and so many at most wait.
    private static var many: Int { 64 }
    private static var most: Int { 4_096 }

    private let stripes = (0..<ThreadStripe.count).map { _ in Stripe() }
    private let isAwaited = Atomic(false)
    private let queue = DispatchQueue(label: "mcp.records")
    private let work: @Sendable (borrowing RecordBuffer<Record>) -> Void

    /// - Parameter work: called with records of one thread, or of a few, in the order in which they came; from several threads, with those of
    ///   others, at the same time. It must not block.
    init(_ work: @escaping @Sendable (borrowing RecordBuffer<Record>) -> Void) {
        self.work = work
    }

    /// - Parameter record: makes it, at its place; called once.
    @inline(__always)
    func append(_ record: () -> Record) {
        let stripe = stripes[ThreadStripe.own]
        let count = stripe.waiting.withLock { records in
            records.append(record())
            return records.count
        }
        if count == 1 || count >= Self.many { attend(to: stripe, count) }
    }

    private func attend(to stripe: Stripe, _ count: Int) {
        if count >= Self.most {
            handOver(stripe, waits: true)
        } else if count >= Self.many {
            // Where somebody is at it, the next who comes sees to the rest, or the timer does.
            handOver(stripe, waits: false)
        } else if !isAwaited.load(ordering: .relaxed), !isAwaited.exchange(true, ordering: .acquiringAndReleasing) {
            queue.asyncAfter(deadline: .now() + Self.delay) { [self] in
                // Here alone: if others reset it too, there would be ever more timers. Before the records are taken: whoever adds one from now
                // on has it worked off.
                isAwaited.store(false, ordering: .releasing)
                handOver()
            }
        }
    }

    /// Works off all that was there when it was called, and returns when it is done.
    func handOver() {
        for stripe in stripes { handOver(stripe, waits: true) }
    }

    private func handOver(_ stripe: Stripe, waits: Bool) {
        // It goes when nothing is locked any more: the last reference to a tool may be in it, and a tool that ends may log, which hands over.
        var taken = RecordBuffer<Record>()
        if waits {
            stripe.working.withLock { _ in workOff(stripe, by: &taken) }
        } else {
            _ = stripe.working.withLockIfAvailable { _ in workOff(stripe, by: &taken) }
        }
    }

    private func workOff(_ stripe: Stripe, by taken: inout RecordBuffer<Record>) {
        stripe.waiting.withLock { if $0.count > 0 { swap(&$0, &taken) } }
        if taken.count > 0 { work(taken) }
    }
}

/// Room that nobody uses, of two lines of nearly all processors' caches: these fetch lines in pairs.
private struct CacheLines: Sendable {
    private let words = SIMD16<UInt64>.zero
}
