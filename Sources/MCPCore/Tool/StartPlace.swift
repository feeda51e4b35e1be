internal import Synchronization

/// Learns whether calls of a tool may start on the thread that received them.
///
/// A tool that suspends soon may. One that computes or blocks first would keep its transport from reading, so after a few such calls,
/// or a single very long one, its calls start elsewhere. Wall time is what is measured, and now and then the system takes a thread away for
/// a while: that is why one moderately long call proves nothing.
final class StartPlace: Sendable {
    private static let long = Duration.milliseconds(1)
    private static let veryLong = Duration.milliseconds(50)
    private static let penalty = 64
    private static let limit = 200

    /// Rises with long calls, falls with short ones, and stays once it is over the limit.
    private let score = Atomic(0)

    var isElsewhere: Bool { score.load(ordering: .relaxed) > Self.limit }

    /// Notes how long a call held the thread that started it, before it first suspended.
    func note(_ hold: Duration) {
        let now = score.load(ordering: .relaxed)
        guard now <= Self.limit else { return }
        if hold < Self.long {
            // Races lose a step now and then, which changes nothing.
            if now > 0 { score.store(now - 1, ordering: .relaxed) }
        } else {
            score.store(hold < Self.veryLong ? now + Self.penalty : Self.limit + 1, ordering: .relaxed)
        }
    }
}
