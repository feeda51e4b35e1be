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

    private var isEmpty: Bool { connections.isEmpty && turns.isEmpty }

    mutating func collect() -> (connections: [HTTPConnection], turns: [CallTurn]) {
        defer {
            connections = []
            turns = []
        }
        return (connections, turns)
    }

    /// Takes no more turns.
    /// - Returns: those that nobody has run.
    mutating func close() -> [CallTurn] {
        isClosed = true
        defer { turns = [] }
        return turns
    }
}
