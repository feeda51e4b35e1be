/// A command, and who wants its answer.
struct RedisRequest: Sendable {
    let command: RedisCommand
    /// By the connection's clock.
    let deadline: ContinuousClock.Instant
    let complete: (@Sendable (Result<RedisReply, RedisError>) -> Void)?
}

/// What waits to be sent over a connection, and whether there is one.
struct RedisQueue {
    enum Phase {
        /// Nothing is known yet: commands wait for the first attempt.
        case starting
        case connected
        /// Commands fail at once.
        case away(RedisError)
        case closed
    }

    enum Verdict {
        /// The thread has to be woken.
        case wake
        case queued
        case refused(RedisError)
    }

    private let limits: RedisLimits
    private(set) var phase = Phase.starting
    private var requests: [RedisRequest] = []
    private var bytes = 0
    /// The thread waits, and nobody has woken it.
    private var isAsleep = false
    /// Somebody wants another connection.
    private var isDropped = false

    init(_ limits: RedisLimits) { self.limits = limits }

    /// Takes all or none: what stands between `MULTI` and `EXEC` belongs together.
    mutating func add(_ added: [RedisRequest]) -> Verdict {
        switch phase {
        case .away(let error): return .refused(error)
        case .closed: return .refused(RedisError(.closed, "The client was closed"))
        case .starting, .connected: break
        }
        let size = added.reduce(0) { $0 + $1.command.body.count }
        let hasRoom = requests.count + added.count <= limits.queuedCommands && bytes + size <= limits.queuedBytes
        guard hasRoom || requests.isEmpty else {
            return .refused(RedisError(.unavailable, "\(requests.count) commands wait for Redis already"))
        }
        requests += added
        bytes += size
        return wake() ? .wake : .queued
    }

    /// - Returns: whether the thread has to be woken.
    mutating func wake() -> Bool {
        defer { isAsleep = false }
        return isAsleep
    }

    mutating func takeAll() -> [RedisRequest] {
        defer { (requests, bytes) = ([], 0) }
        return requests
    }

    /// The thread is about to wait.
    /// - Returns: false if there is something to do.
    mutating func fallAsleep(isBusy: Bool) -> Bool {
        if !isBusy, !requests.isEmpty { return false }
        if isDropped || isClosed { return false }
        isAsleep = true
        return true
    }

    var isClosed: Bool { if case .closed = phase { true } else { false } }
    var firstDeadline: ContinuousClock.Instant? { requests.first?.deadline }

    /// - Returns: what is not sent any more.
    mutating func enter(_ phase: Phase) -> [RedisRequest] {
        guard !isClosed else { return takeAll() }
        self.phase = phase
        isDropped = false
        if case .connected = phase { return [] }
        return takeAll()
    }

    mutating func drop() -> Bool {
        guard case .connected = phase else { return false }
        isDropped = true
        return wake()
    }

    mutating func takeDrop() -> Bool {
        defer { isDropped = false }
        return isDropped
    }
}
