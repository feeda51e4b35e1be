internal import Synchronization

/// Learns whether calls of a tool may start on the thread that received them.
///
/// A tool that suspends soon may. One that computes or blocks first would keep its transport from reading, so after a few such calls, or a
/// single very long one, its calls start elsewhere. Wall time is what is measured, and now and then the system takes a thread away for a
/// while: so one call in many is tried here again, and a tool that has been wronged comes back.
final class StartPlace: Sendable {
    private static let long = Duration.milliseconds(1)
    private static let veryLong = Duration.milliseconds(50)
    private static let penalty = 64
    /// From here on calls start elsewhere.
    private static let limit = 200
    private static let ceiling = 400
    /// One call in so many is tried here all the same.
    private static let probe = 64

    /// Rises with long calls and falls with short ones. Races lose a step now and then, which changes nothing.
    private let score = Atomic(0)
    private let calls = Atomic(0)

    /// Where the next call is to start.
    func isElsewhere() -> Bool {
        guard score.load(ordering: .relaxed) > Self.limit else { return false }
        return calls.wrappingAdd(1, ordering: .relaxed).newValue % Self.probe != 0
    }

    /// Notes how long a call held the thread that started it, before it first suspended.
    func note(_ hold: Duration) {
        let now = score.load(ordering: .relaxed)
        if hold >= Self.veryLong {
            score.store(Self.ceiling, ordering: .relaxed)
        } else if hold >= Self.long {
            score.store(min(now + Self.penalty, Self.ceiling), ordering: .relaxed)
        } else if now > 0 {
            // A short call while the others are sent elsewhere is a probe, and counts for those.
            score.store(max(0, now - (now > Self.limit ? Self.penalty : 1)), ordering: .relaxed)
        }
    }
}
