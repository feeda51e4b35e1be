internal import HTTPTypes
internal import Testing

@testable internal import TicketAPI

@Suite struct ConflictTests {
    @Test(arguments: Engine.allCases)
    func aConflictHoldsAllThatIsNeededToMerge(_ engine: Engine) async throws {
        try await TestDesk.run(on: engine) { desk async throws in
            _ = try await desk.post("/tickets", ["title": "a"])
            _ = try await desk.patch("/tickets/1", version: 1, ["priority": "high"], ["x-acting-user": "2"])
            let conflict = try await desk.patch("/tickets/1", version: 1, ["title": "b"])
            #expect(conflict.status == 412)
            let current = try #require(conflict.json["current"])
            #expect(current.canonical == (try await desk.get("/tickets/1").json.canonical))
            let version = try #require(conflict.json["current_version"]?.integer)
            let merged = try await desk.patch("/tickets/1", version: version, ["title": "b"])
            #expect(merged.status == 200)
            #expect(merged.json.at("ticket", "priority") == "high")
            let check = SchemaCheck(document: OpenAPIDocument.current)
            #expect(check.faults(of: conflict.json, under: OpenAPISchema.ref("Problem")) == [])
        }
    }

    @Test(arguments: Engine.allCases)
    func anAdditionMayInsistOnAVersion(_ engine: Engine) async throws {
        try await TestDesk.run(on: engine) { desk async throws in
            _ = try await desk.post("/tickets", ["title": "a"])
            #expect(try await desk.post("/tickets/1/history", ["body": "x"], ["if-match": "\"v1\""]).status == 201)
            let stale = try await desk.post("/tickets/1/history", ["body": "y"], ["if-match": "\"v1\""])
            #expect(stale.status == 412)
            #expect(stale.json["current_version"] == 2)
            #expect(stale.json["changed_since"]?[0]?["to"] == "x")
        }
    }

    /// Sixteen writers read a version, and all of them try to make the next: one succeeds each time, and nothing it wrote is lost.
    @Test(arguments: Engine.allCases, [true, false])
    func ofSixteenWritersOneWinsEachRound(_ engine: Engine, _ isPatch: Bool) async throws {
        try await TestDesk.run(on: engine) { desk async throws in
            _ = try await desk.post("/tickets", ["title": "a"])
            var winners: [String] = []
            for round in 1...12 {
                let won = try await withThrowingTaskGroup(of: String?.self) { group in
                    for writer in 1...16 {
                        group.addTask {
                            let mark = "r\(round)w\(writer)"
                            let text = JSONValue.string(mark)
                            let body: JSONValue = isPatch ? ["add_tags": [text], "comment": text] : ["body": text]
                            let headers = ["if-match": "\"v\(round)\"", "content-type": "application/json"]
                            let uri = isPatch ? "/tickets/1" : "/tickets/1/history"
                            let reply = try await desk.send(isPatch ? .patch : .post, uri, headers, body.bytes)
                            #expect([200, 201, 412].contains(reply.status))
                            return reply.status == 412 ? nil : mark
                        }
                    }
                    return try await group.reduce(into: [String]()) { if let mark = $1 { $0.append(mark) } }
                }
                #expect(won.count == 1, "round \(round)")
                winners += won
            }
            let ticket = try await desk.get("/tickets/1").json
            #expect(ticket["version"] == 13)
            #expect(ticket["history_count"] == 13)
            if isPatch { #expect(ticket["tags"]?.list.compactMap(\.string) == winners) }
            let entries = try await desk.get("/tickets/1/history?order=asc&limit=100").items
            #expect(entries.compactMap { $0["seq"]?.integer } == Array(1...13))
            #expect(entries.dropFirst().compactMap { $0["body"]?.string } == winners)
        }
    }

    /// Without a version everybody wins, and still nothing is lost.
    @Test(arguments: Engine.allCases)
    func additionsOfManyAreAllKept(_ engine: Engine) async throws {
        try await TestDesk.run(on: engine) { desk async throws in
            _ = try await desk.post("/tickets", ["title": "a"])
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 1...16 {
                    group.addTask {
                        for index in 1...5 {
                            let reply = try await desk.post("/tickets/1/history", ["body": .string("w\(writer) \(index)")])
                            #expect(reply.status == 201)
                        }
                    }
                }
                try await group.waitForAll()
            }
            let entries = try await desk.walk("/tickets/1/history?order=asc&limit=30")
            #expect(entries.compactMap { $0["seq"]?.integer } == Array(1...81))
            #expect(Set(entries.compactMap { $0["body"]?.string }).count == 81)
            #expect(try await desk.get("/tickets/1").json["version"] == 81)
        }
    }
}
