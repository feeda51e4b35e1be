internal import MCPCore

/// What following promises.
extension EventLogCompliance {
    /// Keeps what a log tells.
    private final class Notes: Sendable {
        struct State: Sendable {
            var beginnings: [EventPosition] = []
            var events: [ServerEvent] = []
            var isEarly = false
        }

        let told = Observed(State())

        func take(_ change: EventLogChange) {
            told.change { state in
                switch change {
                case .begins(let position): state.beginnings.append(position)
                case .appended(let events):
                    if state.beginnings.isEmpty { state.isEarly = true }
                    state.events += events
                }
            }
        }
    }

    func beginning() async throws {
        let log = try await logs()[0]
        let before = try await log.append([Self.draft(1)])[0].position
        let notes = Notes()
        let following = log.follow { notes.take($0) }
        defer { following.cancel() }
        try await notes.told.wait { !$0.beginnings.isEmpty }
        try await log.append([Self.draft(2), Self.draft(3)])
        try await notes.told.wait { $0.events.last.map(Self.number) == 3 }
        let told = notes.told.state
        try require(!told.isEarly, "the place comes before the events")
        try require(told.beginnings == [before ?? EventPosition(0)], "it is the last event there was: \(told.beginnings)")
        try require(told.events.map(Self.number) == [2, 3], "what is behind it is told, and nothing else")
    }

    func agreement() async throws {
        let logs = try await logs(3)
        let notes = logs.map { _ in Notes() }
        let followings = zip(logs, notes).map { log, notes in log.follow { notes.take($0) } }
        defer { for following in followings { following.cancel() } }
        for notes in notes { try await notes.told.wait { !$0.beginnings.isEmpty } }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (writer, log) in (logs + logs).enumerated() {
                group.addTask {
                    for number in 0..<50 { _ = try await log.append([Self.draft(writer * 100 + number)]) }
                }
            }
            try await group.waitForAll()
        }
        for notes in notes { try await notes.told.wait { $0.events.count >= 300 } }
        let sequences = notes.map { $0.told.state.events.map(\.position) }
        try require(sequences.allSatisfy { $0 == sequences[0] }, "all instances tell the same, in the same order")
        try require(sequences[0] == sequences[0].sorted() && Set(sequences[0]).count == 300, "each once, in the order of positions")
        let numbers = notes[0].told.state.events.map(Self.number)
        for writer in 0..<6 {
            let own = numbers.filter { $0 / 100 == writer }
            try require(own == own.sorted() && own.count == 50, "what one writer appends stays in its order")
        }
    }

    func reading() async throws {
        let log = try await logs()[0]
        let notes = Notes()
        let following = log.follow { notes.take($0) }
        defer { following.cancel() }
        try await notes.told.wait { !$0.beginnings.isEmpty }
        for number in 0..<20 {
            try await log.append([Self.draft(number)])
            try await notes.told.wait { $0.events.count == number + 1 }
            let page = try await log.read(after: notes.told.state.beginnings[0], limit: 100)
            try require(page.events.map(Self.number) == Array(0...number), "what was told is there to be read")
        }
    }

    func cancelling() async throws {
        let log = try await logs()[0]
        let (gone, staying) = (Notes(), Notes())
        let first = log.follow { gone.take($0) }
        let second = log.follow { staying.take($0) }
        defer { second.cancel() }
        for notes in [gone, staying] { try await notes.told.wait { !$0.beginnings.isEmpty } }
        try await log.append([Self.draft(1)])
        for notes in [gone, staying] { try await notes.told.wait { $0.events.count == 1 } }
        first.cancel()
        try await log.append([Self.draft(2)])
        try await staying.told.wait { $0.events.count == 2 }
        try await log.append([Self.draft(3)])
        try await staying.told.wait { $0.events.count == 3 }
        try require(gone.told.state.events.count <= 2, "who has cancelled is told no more")
    }
}
