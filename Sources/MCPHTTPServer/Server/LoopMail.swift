internal import MCPCore

/// What other threads have for an event loop.
struct LoopMail {
    enum Taken {
        /// The loop has to be called.
        case first
        case later
        /// It is over.
        case refused
    }

    private var connections: [HTTPConnection] = []
    private var turns: [CallTurn] = []
    private var jobs: [UnownedJob] = []
    private var isClosed = false

    /// - Returns: whether the loop has to be called.
    mutating func add(_ connection: HTTPConnection) -> Bool {
        let isFirst = isEmpty
        connections.append(connection)
        return isFirst
    }

    mutating func add(_ turn: CallTurn) -> Taken {
        guard !isClosed else { return .refused }
        let isFirst = isEmpty
        turns.append(turn)
        return isFirst ? .first : .later
    }

    mutating func add(_ job: UnownedJob) -> Taken {
        guard !isClosed else { return .refused }
        let isFirst = isEmpty
        jobs.append(job)
        return isFirst ? .first : .later
    }

    private var isEmpty: Bool { connections.isEmpty && turns.isEmpty && jobs.isEmpty }

    mutating func collect() -> (connections: [HTTPConnection], turns: [CallTurn], jobs: [UnownedJob]) {
        defer { (connections, turns, jobs) = ([], [], []) }
        return (connections, turns, jobs)
    }

    /// Takes nothing more to run.
    /// - Returns: what nobody has run.
    mutating func close() -> (turns: [CallTurn], jobs: [UnownedJob]) {
        isClosed = true
        defer { (turns, jobs) = ([], []) }
        return (turns, jobs)
    }
}
