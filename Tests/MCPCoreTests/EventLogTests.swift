import MCPTesting
import Testing

@testable import MCPCore

@Suite(.timeLimit(.minutes(1))) struct EventLogTests {
    @Test(arguments: EventLogCompliance.Rule.allCases)
    func memoryComplies(_ rule: EventLogCompliance.Rule) async throws {
        try await EventLogCompliance { instances, kept in
            var limits = MemoryEventLog.Limits()
            limits.events = kept
            let log = MemoryEventLog(limits: limits)
            return Array(repeating: log, count: instances)
        }.check(rule)
    }

    @Test func eventsAreForgottenByTheirAge() async throws {
        let time = ManualTime()
        let log = MemoryEventLog(limits: MemoryEventLog.Limits(), time: time, wallClock: { .seconds(1_000) })
        let first = try await log.append([draft(1)])[0].position
        time.advance(by: .seconds(599))
        try await log.append([draft(2)])
        #expect(try await log.read(after: first, limit: 9).isGap == false)
        time.advance(by: .seconds(2))
        let page = try await log.read(after: EventPosition(1_000_000), limit: 9)
        #expect(page.isGap && page.events.map(number) == [2])
        // The last that was forgotten is still a place to go on from.
        #expect(try await log.read(after: first, limit: 9).isGap == false)
        time.advance(by: .seconds(600))
        #expect(try await log.read(after: nil, limit: 9).events.isEmpty)
    }

    @Test func eventsAreForgottenByTheirBytes() async throws {
        var limits = MemoryEventLog.Limits()
        limits.bytes = 100_000
        let log = MemoryEventLog(limits: limits)
        for number in 0..<Int64(100) {
            let text = JSON.string(String(repeating: "x", count: 3_000))
            try await log.append([EventDraft("x", source: .mcpTool, key: nil, payload: RawJSON(["n": .integer(number), "t": text]))])
        }
        let kept = try await log.read(after: nil, limit: 1_000).events.count
        #expect(5...12 ~= kept)
    }

    @Test func anEventLargerThanItsBoundIsRefused() async throws {
        let log = MemoryEventLog()
        let large = EventDraft("x", source: .mcpTool, key: nil, payload: RawJSON(["t": .string(String(repeating: "x", count: 70_000))]))
        await #expect(throws: EventLogError.self) { try await log.append([draft(1), large]) }
        #expect(try await log.read(after: nil, limit: 9).events.isEmpty)
    }

    /// Keys outlive their events, up to their own number.
    @Test func keysAreBounded() async throws {
        var limits = MemoryEventLog.Limits()
        (limits.events, limits.keys) = (2, 5)
        let log = MemoryEventLog(limits: limits)
        for number in 0..<5 { try await log.append([draft(number, key: "k\(number)")]) }
        #expect(try await log.append([draft(9, key: "k0")]) == [.known])
        for number in 5..<40 { try await log.append([draft(number, key: "k\(number)")]) }
        #expect(try await log.append([draft(9, key: "k0")])[0].position != nil)
        #expect(try await log.append([draft(9, key: "k39")]) == [.known])
        var keys = RecentKeys(capacity: 10)
        var news = 0
        for number in 0..<10_000 where keys.insert(String(number)) { news += 1 }
        #expect(news == 10_000)
        #expect(keys.count == 10)
    }

    /// A process that is started anew gives no position twice, and knows those of the one before as strange.
    @Test func positionsOfAnEarlierProcessAreAGap() async throws {
        let before = MemoryEventLog(limits: MemoryEventLog.Limits(), time: SystemTime(), wallClock: { .seconds(1_000) })
        let old = try await before.append([draft(1)])[0].position
        let after = MemoryEventLog(limits: MemoryEventLog.Limits(), time: SystemTime(), wallClock: { .seconds(1_010) })
        let new = try #require(try await after.append([draft(2)])[0].position)
        let page = try await after.read(after: old, limit: 9)
        #expect(page.isGap && page.events.map(number) == [2] && page.oldest == new)
        // The clock may stand still, or go back.
        #expect(try #require(try await after.append([draft(3)])[0].position) > new)
    }

    /// Many who append at once are told of in the end, however little may wait.
    @Test func whoAppendsTooMuchWaits() async throws {
        var limits = MemoryEventLog.Limits()
        limits.untold = 10
        let log = MemoryEventLog(limits: limits)
        let told = Observed<[Int]>([])
        let following = log.follow { change in
            guard case .appended(let events) = change else { return }
            told.change { $0 += events.map(number) }
        }
        defer { following.cancel() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<8 {
                group.addTask {
                    for index in 0..<100 { try await log.append([draft(writer * 1_000 + index), draft(writer * 1_000 + index)]) }
                }
            }
            try await group.waitForAll()
        }
        try await told.wait { $0.count == 1_600 }
    }

    @Test(arguments: [
        ("1763749200123-7", EventPosition(1_763_749_200_123, 7)), ("0-0", EventPosition(0)), ("42", EventPosition(42)),
        ("18446744073709551615-18446744073709551615", EventPosition(.max, .max)),
    ])
    func positionsAreRead(_ text: String, _ position: EventPosition) {
        #expect(EventPosition(text) == position)
    }

    @Test(arguments: ["", "-", "1-", "-1", "a", "1-2-3", "+1", " 1", "１", "18446744073709551616", "00000000000000000000001"])
    func otherTextsAreNoPositions(_ text: String) {
        #expect(EventPosition(text) == nil)
    }

    @Test func positionsAreOrdered() {
        #expect(EventPosition(9, 9) < EventPosition(10, 0))
        #expect(EventPosition(10, 9) < EventPosition(10, 10))
        #expect(EventPosition(EventPosition(3, 4).text) == EventPosition(3, 4))
    }
}
