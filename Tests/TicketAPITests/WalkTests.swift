internal import Testing

@testable internal import TicketAPI

/// A walk through the pages while others write: who was there all the time is seen once, and nobody twice.
@Suite struct WalkTests {
    private struct Case: Sendable {
        let filter: String
        let holds: @Sendable (JSONValue) -> Bool
    }

    private static let cases: [Case] = [
        Case(filter: "") { _ in true },
        Case(filter: "&status=new&status=open") { ["new", "open"].contains($0.at("status", "key")?.string) },
        Case(filter: "&priority=high&priority=urgent") { ["high", "urgent"].contains($0["priority"]?.string) },
        Case(filter: "&query=walk") { $0["title"]?.string?.contains("walk") == true },
        Case(filter: "&tag=even") { $0["tags"]?.list.contains("even") == true },
    ]

    @Test(arguments: Engine.allCases, TicketPagingTests.orders)
    func whoStaysIsSeenOnce(_ engine: Engine, _ order: String) async throws {
        try await engine.withStore { store in
            for (index, example) in Self.cases.enumerated() {
                let tuning = index.isMultiple(of: 2) ? ListingTuning(window: 5, manyCandidates: 10) : ListingTuning()
                try await TestDesk.run(over: store.tuned(tuning)) { desk async throws in
                    try await Self.walk(desk, example, order, seed: UInt64(index))
                }
            }
        }
    }

    private static func walk(_ desk: TestDesk, _ example: Case, _ order: String, seed: UInt64) async throws {
        var random = SplitMix64(seed: seed)
        for number in 1...16 { try await create(desk, number, &random) }
        let start = try await desk.walk("/tickets?sort=number&limit=100&fields=title,status,priority,tags,updated_at")
        // Every state that a ticket was in while the walk went on.
        let states = TicketStates(start)
        let writer = Task {
            var random = SplitMix64(seed: seed &* 31 &+ 1)
            var count = 0
            while !states.isOver, count < 60 {
                count += 1
                try await write(desk, start.count, &random, states)
                await Task.yield()
            }
        }
        let seen = try await desk.walk("/tickets?\(order)&limit=5\(example.filter)") { _ in
            var random = SplitMix64(seed: seed &+ 99)
            for _ in 1...2 { try await write(desk, start.count, &random, states) }
        }
        states.end()
        try await writer.value
        let ids = seen.compactMap { $0["id"]?.integer }
        #expect(Set(ids).count == ids.count, "\(order)\(example.filter): twice")
        let stayed = states.ids(always: example.holds)
        let known = Set(start.compactMap { $0["id"]?.integer })
        #expect(known.intersection(stayed).subtracting(ids).isEmpty, "\(order)\(example.filter): skipped")
        #expect(!known.intersection(stayed).isEmpty)
    }

    private static func create(_ desk: TestDesk, _ number: Int, _ random: inout SplitMix64) async throws {
        let body: JSONValue = [
            "title": .string(random.chance(50) ? "walk \(number)" : "stroll \(number)"),
            "priority": .string(random.pick(["low", "normal", "high", "urgent"])),
            "due_at": random.chance(50) ? .string("2026-12-\(random.within(10...28))") : .null,
            "tags": number.isMultiple(of: 2) ? ["even"] : [],
        ]
        #expect(try await desk.post("/tickets", body).status == 201)
    }

    /// Changes a ticket in one way or another, or makes one, a second later.
    private static func write(
        _ desk: TestDesk, _ last: Int, _ random: inout SplitMix64, _ states: TicketStates
    ) async throws {
        desk.clock.advance(seconds: 1)
        let id = random.within(max(1, last - 15)...last)
        let change: JSONValue
        switch random.below(8) {
        case 0: return try await create(desk, id, &random)
        case 1: change = ["priority": .string(random.pick(["low", "normal", "high", "urgent"]))]
        case 2: change = ["due_at": random.chance(30) ? .null : .string("2026-12-\(random.within(10...28))")]
        case 3: change = ["title": .string(random.pick(["walk on \(id)", "a walk \(id)", "stroll \(id)"]))]
        case 4: change = ["status_id": .string(random.pick(["open", "pending", "resolved"]))]
        case 5: change = ["tags": id.isMultiple(of: 2) && random.chance(80) ? ["even", "more"] : ["odd"]]
        default: change = ["comment": "hello"]
        }
        let reply = try await desk.patch("/tickets/\(id)", change)
        #expect(reply.status == 200 || reply.faults == ["status_id:transition_not_allowed"])
        if let ticket = reply.json["ticket"] { states.add(ticket) }
    }

    /// A ticket that moves behind or before the walk.
    @Test(arguments: Engine.allCases, ["asc", "desc"])
    func movedTicketsKeepTheirPlace(_ engine: Engine, _ order: String) async throws {
        try await TestDesk.run(on: engine) { desk async throws in
            for number in 1...9 {
                _ = try await desk.post("/tickets", ["title": .string("t\(number)"), "priority": "normal"])
                desk.clock.advance(seconds: 1)
            }
            let rows = try await desk.walk("/tickets?sort=updated_at&order=\(order)&limit=3") { page in
                guard page == 1 else { return }
                // One that was seen, one that was not, and one twice.
                for id in [1, 5, 9, 5] { _ = try await desk.patch("/tickets/\(id)", ["comment": "moved"]) }
                _ = try await desk.post("/tickets", ["title": "new"])
            }
            let ids = rows.compactMap { $0["id"]?.integer }
            #expect(ids == (order == "asc" ? Array(1...9) : (1...9).reversed()))
            #expect(rows.first { $0["id"] == 5 }?["version"] == 3)
        }
    }

    @Test(arguments: Engine.allCases)
    func whatNobodyCanAskForIsForgotten(_ engine: Engine) async throws {
        try await engine.withDatabase { location in
            let store = try await SQLTicketStore.open(location)
            try await TestDesk.run(over: store) { desk async throws in
                _ = try await desk.post("/tickets", ["title": "a"])
                for _ in 1...20 { _ = try await desk.patch("/tickets/1", ["comment": "x"]) }
                desk.clock.advance(seconds: 2 * 86_400)
                for _ in 1...10 { _ = try await desk.patch("/tickets/1", ["comment": "x"]) }
                #expect(try await store.moveCount() == 10)
            }
            try store.close()
        }
    }
}
