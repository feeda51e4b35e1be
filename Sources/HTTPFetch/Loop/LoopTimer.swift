/// When libcurl wants to be called, whatever its sockets do. It goes off once each time it is set. Belongs to the loop's thread.
final class LoopTimer {
    private enum State {
        case off
        case now
        case at(ContinuousClock.Instant)
    }

    private var state = State.off

    /// - Parameter milliseconds: from now; below zero for never.
    func set(milliseconds: Int) {
        state = milliseconds < 0 ? .off : milliseconds == 0 ? .now : .at(.now + .milliseconds(milliseconds))
    }

    var deadline: ContinuousClock.Instant? { if case .at(let instant) = state { instant } else { nil } }

    var isImmediate: Bool { if case .now = state { true } else { false } }

    /// - Returns: whether it goes off; it is off after that.
    func takeIfDue(_ now: ContinuousClock.Instant) -> Bool {
        switch state {
        case .off: return false
        case .at(let instant) where now < instant: return false
        case .now, .at:
            state = .off
            return true
        }
    }
}
