internal import NIOCore

/// What a connection is waiting for, and since when.
struct ConnectionClock {
    enum Phase {
        /// A request's head; no byte has come of it if it is the first.
        case opening, head
        case body
        /// The handler, which has its own limits.
        case exchange
        case idle
        /// The peer takes the last answer.
        case closing
        /// The peer is to close.
        case lingering
        case gone
    }

    var phase = Phase.opening
    private var since: NIODeadline
    /// What waited for the peer when it was looked at last.
    private var pendingBytes = 0

    init(_ now: NIODeadline) {
        since = now
    }

    mutating func enter(_ phase: Phase, _ now: NIODeadline) {
        guard self.phase != .gone else { return }
        self.phase = phase
        since = now
    }

    /// Bytes came, but not a whole head.
    mutating func sawBytes(_ now: NIODeadline) {
        switch phase {
        case .opening: phase = .head
        case .idle: enter(.head, now)
        default: break
        }
    }

    /// - Parameter pending: what waits for the peer; looked at only when the time seems to be over.
    mutating func isOver(_ limits: HTTPServerLimits, _ now: NIODeadline, pending: () -> Int) -> Bool {
        guard let limit = limit(limits), now >= since + TimeAmount(limit) + TimeAmount(limits.tickInterval) else { return false }
        guard phase == .idle || phase == .closing else { return true }
        let pending = pending()
        guard pending > 0, pending != pendingBytes else { return true }
        pendingBytes = pending
        since = now
        return false
    }

    private func limit(_ limits: HTTPServerLimits) -> Duration? {
        switch phase {
        case .opening, .head: limits.headTime
        case .body: limits.bodyTime
        case .idle, .closing: limits.idleTime
        case .lingering: limits.lingerTime
        case .exchange, .gone: nil
        }
    }
}
