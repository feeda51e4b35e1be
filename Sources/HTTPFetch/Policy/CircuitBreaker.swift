/// Spares an upstream that fails, and its callers the wait. A pure state machine: told the time, it holds no clock.
///
/// Closed until enough calls failed, in a row or of the last window; then open for a period; then half open, with one probe whose
/// outcome decides. What calls of an earlier state report is ignored.
public struct CircuitBreaker: Sendable {
    public struct Policy: Sendable, Hashable {
        public var consecutiveFailures = 5
        public var windowSize = 20
        /// Of a full window.
        public var failureRatio = 0.5
        public var openPeriod = Duration.seconds(10)
        /// What counts as a failure beside the want of a response.
        public var failureStatuses: Set<Int> = [502, 503, 504]

        public init() {}
    }

    public enum State: Sendable, Hashable {
        case closed
        case open(retryAfter: Duration)
        case halfOpen
    }

    public enum Admission: Sendable, Hashable {
        /// Go ahead, and report with this ticket.
        case allowed(Ticket)
        case refused(retryAfter: Duration)
    }

    /// Which state a call was let through in.
    public struct Ticket: Sendable, Hashable {
        fileprivate let generation: Int
    }

    public enum Outcome: Sendable, Hashable {
        case success
        case failure
        /// The call says nothing about the upstream: it was cancelled, or refused on our side.
        case neutral
    }

    private enum Phase {
        case closed
        case open(until: Duration)
        case halfOpen(isProbing: Bool)
    }

    private let policy: Policy
    private var phase = Phase.closed
    private var generation = 0
    private var failuresInARow = 0
    /// Whether each of the last calls failed, in a ring.
    private var window: [Bool] = []
    private var next = 0

    public init(policy: Policy = Policy()) { self.policy = policy }

    /// Whether a call may be made.
    public mutating func admit(now: Duration) -> Admission {
        switch phase {
        case .closed: return .allowed(Ticket(generation: generation))
        case .open(let until) where now < until: return .refused(retryAfter: until - now)
        case .halfOpen(isProbing: true): return .refused(retryAfter: policy.openPeriod)
        case .open, .halfOpen:
            enter(.halfOpen(isProbing: true))
            return .allowed(Ticket(generation: generation))
        }
    }

    /// Takes a call's outcome; to be told once for every ticket.
    public mutating func record(_ outcome: Outcome, _ ticket: Ticket, now: Duration) {
        guard ticket.generation == generation else { return }
        switch (phase, outcome) {
        case (.closed, .success): note(failed: false)
        case (.closed, .failure):
            note(failed: true)
            if isBeyondThreshold { enter(.open(until: now + policy.openPeriod)) }
        case (.halfOpen, .success): enter(.closed)
        case (.halfOpen, .failure): enter(.open(until: now + policy.openPeriod))
        case (.halfOpen, .neutral): phase = .halfOpen(isProbing: false)
        case (.closed, .neutral), (.open, _): break
        }
    }

    public func state(now: Duration) -> State {
        switch phase {
        case .closed: .closed
        case .open(let until) where now < until: .open(retryAfter: until - now)
        case .open, .halfOpen: .halfOpen
        }
    }

    /// Whether a new one would do as well.
    var isUntouched: Bool {
        if case .closed = phase { failuresInARow == 0 && !window.contains(true) } else { false }
    }

    private mutating func enter(_ phase: Phase) {
        self.phase = phase
        generation += 1
        failuresInARow = 0
        window.removeAll(keepingCapacity: true)
        next = 0
    }

    private mutating func note(failed: Bool) {
        failuresInARow = failed ? failuresInARow + 1 : 0
        guard policy.windowSize > 0 else { return }
        if window.count < policy.windowSize {
            window.append(failed)
        } else {
            window[next] = failed
            next = (next + 1) % policy.windowSize
        }
    }

    private var isBeyondThreshold: Bool {
        if failuresInARow >= policy.consecutiveFailures { return true }
        guard window.count == policy.windowSize, policy.windowSize > 0 else { return false }
        return Double(window.count(where: { $0 })) >= policy.failureRatio * Double(policy.windowSize)
    }
}
