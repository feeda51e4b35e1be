internal import MCPCore

/// What appending and reading promise.
extension EventLogCompliance {
    func order() async throws {
        let log = try await logs()[0]
        var positions: [EventPosition] = []
        for first in stride(from: 0, to: 30, by: 3) {
            let receipts = try await log.append((first..<first + 3).map { Self.draft($0) })
            positions += receipts.compactMap(\.position)
        }
        try require(positions.count == 30, "every event without a key is accepted")
        try require(zip(positions, positions.dropFirst()).allSatisfy { $0 < $1 }, "positions grow")
        let page = try await log.read(after: nil, limit: 100)
        try require(page.events.map(\.position) == positions, "events are read at the positions that were told")
        try require(page.events.map(Self.number) == Array(0..<30), "events are read in the order of appending")
        try require(!page.isGap && page.oldest == positions[0], "nothing is missing")
    }

    func content() async throws {
        let log = try await logs()[0]
        let draft = EventDraft(
            "own.kind", source: "elsewhere", key: "κ/1", payload: RawJSON(["テキスト": ["a\n\"b\"", 1.5, nil]]),
            attributes: [.init("ticket", "T-1"), .init("account", "7")], resources: ["ticket://T-1"], tenant: "acme",
            time: .milliseconds(1_763_749_200_123))
        try await log.append([draft])
        let page = try await log.read(after: nil, limit: 1)
        try require(page.events.map(\.draft) == [draft], "an event is read as it was appended: \(page.events.map(\.json.text))")
    }

    func keys() async throws {
        let log = try await logs()[0]
        let receipts = try await log.append([Self.draft(1, key: "a"), Self.draft(2, key: "b"), Self.draft(3, key: "a"), Self.draft(4)])
        try require(receipts.map { $0 == .known } == [false, false, true, false], "the second event of a key is known")
        let again = try await log.append([Self.draft(5, key: "b"), Self.draft(6, key: "c")])
        try require(again.map { $0 == .known } == [true, false], "a key is known to later calls")
        let page = try await log.read(after: nil, limit: 100)
        try require(page.events.map(Self.number) == [1, 2, 4, 6], "what is known is not appended")
    }

    func keysOfAll() async throws {
        let logs = try await logs(4)
        let accepted = try await withThrowingTaskGroup(of: Int.self) { group in
            for (index, log) in logs.enumerated() {
                group.addTask {
                    var count = 0
                    for key in 0..<50 {
                        let receipts = try await log.append([Self.draft(index, key: "key \(key)")])
                        count += receipts.count { $0 != .known }
                    }
                    return count
                }
            }
            return try await group.reduce(0, +)
        }
        try require(accepted == 50, "of 4 instances that tell the same 50 changes one is first each time: \(accepted)")
        let page = try await logs[0].read(after: nil, limit: 1_000)
        try require(page.events.count == 50, "each is kept once")
    }

    func pages() async throws {
        let log = try await logs()[0]
        try await log.append((0..<100).map { Self.draft($0) })
        var (position, numbers): (EventPosition?, [Int]) = (nil, [])
        while true {
            let page = try await log.read(after: position, limit: 7)
            try require(page.events.count <= 7 && !page.isGap, "a page is no longer than asked for")
            guard let last = page.events.last else { break }
            numbers += page.events.map(Self.number)
            position = last.position
        }
        try require(numbers == Array(0..<100), "pages that follow one another hold everything once")
    }

    func end() async throws {
        let log = try await logs()[0]
        let empty = try await log.read(after: nil, limit: 10)
        try require(empty.events.isEmpty && !empty.isGap && empty.oldest == nil, "an empty log has nothing, and has lost nothing")
        let last = try await log.append([Self.draft(1), Self.draft(2)]).last?.position
        let page = try await log.read(after: last, limit: 10)
        try require(page.events.isEmpty && !page.isGap, "nothing is behind the last event")
    }

    func gap() async throws {
        let log = try await logs(kept: 10)[0]
        var positions: [EventPosition] = []
        for number in 0..<500 { positions += try await log.append([Self.draft(number)]).compactMap(\.position) }
        let page = try await log.read(after: positions[0], limit: 1_000)
        try require(page.isGap, "who comes back too late is told so")
        try require(page.oldest == page.events.first?.position, "and what is oldest now")
        let numbers = page.events.map(Self.number)
        try require(numbers.count >= 10 && numbers.last == 499, "and gets what is kept")
        try require(numbers == Array((500 - numbers.count)..<500), "which is the latest, without holes")
        let late = try await log.read(after: positions[490], limit: 1_000)
        try require(!late.isGap && late.events.map(Self.number) == Array(491..<500), "who is in time misses nothing")
    }

    func stranger() async throws {
        let log = try await logs()[0]
        try await log.append([Self.draft(1), Self.draft(2)])
        for position in [EventPosition(0), EventPosition(.max, 7)] {
            let page = try await log.read(after: position, limit: 10)
            try require(page.isGap, "\(position) is none of this log's positions, and it cannot tell what was missed")
            try require(page.events.map(Self.number) == [1, 2], "it gives what it has")
        }
    }

    func refusal() async throws {
        let log = try await logs()[0]
        for bad in [EventDraft("line\nbreak", source: .upstream, key: nil), EventDraft("batch", source: .upstream, key: nil)] {
            var refusal: EventLogError?
            do throws(EventLogError) {
                try await log.append([bad])
            } catch {
                refusal = error
            }
            try require(refusal?.reason == .invalid, "what no stream can carry is invalid, not \(refusal?.description ?? "taken")")
        }
        let page = try await log.read(after: nil, limit: 10)
        try require(page.events.isEmpty, "what was refused is not kept")
    }
}
