internal import Dispatch
internal import MCPLogging
internal import Synchronization

/// Takes records from the threads that serve, and has them worked off many at a time on a thread of its own.
///
/// What is done for one request after another finds its code and its data in the processor's caches only by chance; done for hundreds in a
/// row, it costs a fraction. Nothing is lost: where records come faster than they are worked off, whoever brings the next one lends a hand, and the
/// queue lives until it is empty, whoever else lets go of it.
final class RecordQueue<Record: ~Copyable & Sendable>: RecordSource {
    private final class Stripe: Sendable {
        let records = Mutex(RecordBuffer<Record>())
    }

    /// How long a record waits, more or less.
    private static var delay: DispatchTimeInterval { .milliseconds(20) }
    /// In one stripe: so many are not kept waiting, and so many at most wait.
    private static var many: Int { 2_048 }
    private static var most: Int { 4_096 }

    private let stripes = (0..<ThreadStripe.count).map { _ in Stripe() }
    private let isAwaited = Atomic(false)
    /// Held while records are worked off: those of one thread stay in their order. What is in it is empty, and its memory used again.
    private let working = Mutex(RecordBuffer<Record>())
    private let queue = DispatchQueue(label: "mcp.records")
    private let work: @Sendable (borrowing RecordBuffer<Record>) -> Void

    /// - Parameter work: called with records of one thread, or of a few, in the order in which they came. Never at the same time.
    init(_ work: @escaping @Sendable (borrowing RecordBuffer<Record>) -> Void) {
        self.work = work
    }

    func append(_ record: consuming Record) {
        var moved = Optional(record)
        let count = stripes[ThreadStripe.own].records.withLock { records in
            if let record = moved.take() { records.append(record) }
            return records.count
        }
        if count == 1, !isAwaited.exchange(true, ordering: .acquiringAndReleasing) {
            queue.asyncAfter(deadline: .now() + Self.delay) { [self] in
                // Here alone: if others reset it too, there would be ever more timers. Before the records are taken: whoever adds one from now
                // on has it worked off.
                isAwaited.store(false, ordering: .releasing)
                handOver()
            }
        } else if count == Self.many {
            queue.async { [self] in handOver() }
        } else if count >= Self.most {
            handOver()
        }
    }

    /// Works off all that was there when it was called, and returns when it is done.
    func handOver() {
        working.withLock { taken in
            for stripe in stripes {
                stripe.records.withLock { swap(&$0, &taken) }
                guard taken.count > 0 else { continue }
                work(taken)
                taken.removeAll()
            }
        }
    }
}
