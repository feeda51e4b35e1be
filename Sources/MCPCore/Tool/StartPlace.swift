internal import Synchronization

/// Learns whether calls of a tool may run on the thread that received them.
///
/// A tool that suspends soon may. One that computes or blocks would keep its transport from reading, so after a few such calls its
/// calls run elsewhere. Wall time alone does not tell: on a busy machine the system takes a thread away for milliseconds in the middle of
/// a call. So a long call only raises a suspicion, under which the next calls are measured exactly, which costs a microsecond each; only
/// what the thread computed or waited for itself counts. One call in many is tried here again, and a tool that has been wronged comes back.
final class StartPlace: Sendable {
    /// The start of a call on the thread that received it.
    struct Hold: Sendable {
        fileprivate let begin: ContinuousClock.Instant
        /// Nil without suspicion.
        fileprivate let usage: ThreadUsage?
    }

    private static let long = Duration.milliseconds(1)
    private static let veryLong = Duration.milliseconds(50)
    private static let penalty = 64
    /// From here on calls start elsewhere.
    private static let limit = 200
    private static let ceiling = 400
    /// One call in so many is tried here all the same.
    private static let probe = 64
    /// So many calls are measured exactly after one that took long.
    private static let watch = 16

    /// Rises with long calls and falls with short ones. Races lose a step now and then, which changes nothing.
    private let score = Atomic(0)
    private let calls = Atomic(0)
    private let watched = Atomic(0)
    private let suspended = Atomic(false)

    /// Calls suspend before they end, some at least: what they do afterwards has to run somewhere.
    var hasSuspended: Bool { suspended.load(ordering: .relaxed) }

    func noteSuspension() {
        if !hasSuspended { suspended.store(true, ordering: .relaxed) }
    }

    /// Calls have taken long, and are to go on elsewhere.
    var isAvoided: Bool { score.load(ordering: .relaxed) > Self.limit }

    /// Where the next call is to start.
    func isElsewhere() -> Bool {
        guard isAvoided else { return false }
        return calls.wrappingAdd(1, ordering: .relaxed).newValue % Self.probe != 0
    }

    /// On the thread that received the call.
    func begin() -> Hold {
        let isSuspected = watched.load(ordering: .relaxed) > 0 || score.load(ordering: .relaxed) > 0
        return Hold(begin: .now, usage: isSuspected ? .now : nil)
    }

    /// Notes that the call has suspended first, or ended. On the thread that began it.
    func end(_ hold: Hold) {
        if !endsLong(hold) { noteShort() }
    }

    /// The same for one of several turns of a call, of which a short one says nothing yet.
    /// - Returns: whether it was long, which is noted.
    func endsLong(_ hold: Hold) -> Bool {
        let time = hold.begin.duration(to: .now)
        guard time >= Self.long else { return false }
        noteLong(time, hold.usage.map { ThreadUsage.now.since($0) })
        return true
    }

    /// A call that held its thread for less than a millisecond.
    func noteShort() {
        let seen = watched.load(ordering: .relaxed)
        if seen > 0 { watched.store(seen - 1, ordering: .relaxed) }
        let now = score.load(ordering: .relaxed)
        guard now > 0 else { return }
        // A short call while the others are sent elsewhere is a probe, and counts for those.
        score.store(max(0, now - (now > Self.limit ? Self.penalty : 1)), ordering: .relaxed)
    }

    /// A call that held its thread for a millisecond or more.
    /// - Parameter used: what of that time was the call's own doing; nil where nobody looked.
    func noteLong(_ time: Duration, _ used: ThreadUsage?) {
        watched.store(Self.watch, ordering: .relaxed)
        guard let used else {
            // Whatever it was: another of this length is better seen elsewhere. One probe brings it back.
            if time >= Self.veryLong { score.store(Self.limit + 1, ordering: .relaxed) }
            return
        }
        guard used.processor >= Self.long || used.waits > 0 else { return }
        let now = score.load(ordering: .relaxed)
        score.store(time >= Self.veryLong ? Self.ceiling : min(now + Self.penalty, Self.ceiling), ordering: .relaxed)
    }
}
