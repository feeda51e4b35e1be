internal import HTTPTypes
internal import Testing

@testable internal import TicketAPI

@Suite struct VersionTests {
    @Test(arguments: Engine.allCases) func aStaleVersionIsToldWhatHappenedSince(_ engine: Engine) async throws {
        try await TestDesk.run(on: engine) { desk async throws in
            _ = try await desk.post("/tickets", ["title": "a"])
            _ = try await desk.patch("/tickets/1", version: 1, ["priority": "high"], ["x-acting-user": "2"])
            _ = try await desk.post("/tickets/1/history", ["body": "hello"], ["x-acting-user": "3"])
            let reply = try await desk.patch("/tickets/1", version: 1, ["title": "b"])
            #expect(reply.status == 412)
            #expect(reply.code == "version_conflict")
            #expect(reply.headers["etag"] == "\"v3\"")
            #expect(reply.json["current_version"] == 3)
            let at = JSONValue.string(DemoDataset.defaultDate.rfc3339)
            let expected: JSONValue = [
                ["field": "priority", "from": "normal", "to": "high", "at": at, "by": "佐藤 美咲"],
                ["field": "comment", "from": .null, "to": "hello", "at": at, "by": "鈴木 健太"],
            ]
            #expect(reply.json["changed_since"]?.sorted == expected.sorted)
            #expect(try await desk.get("/tickets/1").json["title"] == "a")
        }
    }

    @Test(arguments: Engine.allCases) func theHeaderIsNeededAndRead(_ engine: Engine) async throws {
        try await TestDesk.run(on: engine) { desk async throws in
            _ = try await desk.post("/tickets", ["title": "a"])
            let body = JSONValue.object([.init("title", "b")]).bytes
            let none = try await desk.send(.patch, "/tickets/1", ["content-type": "application/json"], body)
            #expect(none.status == 428)
            let odd = try await desk.patch("/tickets/1", ["title": "b"], ["if-match": "7"])
            #expect(odd.status == 400)
            #expect(odd.code == "invalid_if_match")
            #expect(try await desk.patch("/tickets/1", ["title": "b"], ["if-match": "\"v9\", W/\"v1\""]).status == 200)
            #expect(try await desk.patch("/tickets/1", ["title": "c"], ["if-match": "*"]).json["version"] == 3)
        }
    }

    @Test(arguments: Engine.allCases) func ofManyWritersOneWins(_ engine: Engine) async throws {
        try await TestDesk.run(on: engine) { desk async throws in
            _ = try await desk.post("/tickets", ["title": "a"])
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for writer in 1...8 {
                    group.addTask { try await desk.patch("/tickets/1", version: 1, ["title": "by \(writer)"]).status }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.sorted() == [200] + Array(repeating: 412, count: 7))
        }
    }
}
