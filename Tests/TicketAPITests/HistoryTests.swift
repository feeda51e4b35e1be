internal import Testing

@testable internal import TicketAPI

@Suite struct HistoryTests {
    @Test(arguments: Engine.allCases) func entriesAreAddedAndRead(_ engine: Engine) async throws {
        try await TestDesk.run(on: engine) { desk async throws in
            _ = try await desk.post("/tickets", ["title": "a"])
            let reply = try await desk.post(
                "/tickets/T-000001/history",
                [
                    "body": "直りました", "kind": "reply", "status_id": "resolved", "minutes_spent": 15, "request_channel_id": 2,
                    "occurred_at": "2026-11-20T08:30:00Z",
                ], ["x-acting-user": "2"])
            #expect(reply.status == 201)
            #expect(reply.json["seq"] == 2)
            #expect(reply.json["ticket_version"] == 2)
            let entry = try #require(reply.json["history"])
            #expect(entry["kind"] == "reply")
            #expect(entry["visibility"] == "public")
            #expect(entry.at("author", "name") == "佐藤 美咲")
            #expect(entry.at("channel", "key") == "email")
            #expect(entry["minutes_spent"] == 15)
            #expect(entry["occurred_at"] == "2026-11-20T08:30:00Z")
            #expect(entry["changes"]?[0]?["to"] == "resolved")
            let ticket = try await desk.get("/tickets/1").json
            #expect(ticket["first_response_at"] == "2026-11-20T08:30:00Z")
            #expect(ticket["resolved_at"]?.string == DemoDataset.defaultDate.rfc3339)
            #expect(ticket["history_count"] == 2)
            #expect(try await desk.get("/tickets/1/history?order=asc").items.compactMap { $0["seq"]?.integer } == [1, 2])
        }
    }

    @Test(arguments: Engine.allCases) func commentsAreInternalUnlessSaid(_ engine: Engine) async throws {
        try await TestDesk.run(on: engine) { desk async throws in
            _ = try await desk.post("/tickets", ["title": "a"])
            #expect(try await desk.post("/tickets/1/history", ["body": "x"]).json.at("history", "visibility") == "internal")
            let replied = try await desk.post("/tickets/1/history", ["body": "x", "kind": "reply", "visibility": "internal"])
            #expect(replied.json.at("history", "visibility") == "internal")
            #expect(try await desk.get("/tickets/1").json["first_response_at"] == .null)
        }
    }

    @Test(arguments: Engine.allCases, [(10, "asc"), (10, "desc"), (3, "asc"), (3, "desc")])
    func walkSeesEveryEntryOnce(_ engine: Engine, _ walk: (limit: Int, order: String)) async throws {
        let (limit, order) = walk
        try await TestDesk.run(on: engine) { desk async throws in
            _ = try await desk.post("/tickets", ["title": "a"])
            for index in 1...24 { _ = try await desk.post("/tickets/1/history", ["body": "entry \(index)"]) }
            let seqs = try await desk.walk("/tickets/1/history?limit=\(limit)&order=\(order)").compactMap { $0["seq"]?.integer }
            #expect(seqs == (order == "asc" ? Array(1...25) : (1...25).reversed()))
        }
    }

    @Test(arguments: Engine.allCases) func cursorsBelongToOneTicketAndOrder(_ engine: Engine) async throws {
        try await TestDesk.run(on: engine, tickets: 5) { desk async throws in
            for ticket in 1...2 {
                for index in 1...3 { _ = try await desk.post("/tickets/\(ticket)/history", ["body": "entry \(index)"]) }
            }
            let cursor = try #require(try await desk.get("/tickets/1/history?limit=1").cursor)
            #expect(try await desk.get("/tickets/T-000001/history?limit=2&cursor=\(cursor)").status == 200)
            #expect(try await desk.get("/tickets/2/history?cursor=\(cursor)").code == "cursor_mismatch")
            #expect(try await desk.get("/tickets/1/history?order=asc&cursor=\(cursor)").code == "cursor_mismatch")
        }
    }

    @Test(arguments: Engine.allCases) func everyInvalidFieldIsReportedAtOnce(_ engine: Engine) async throws {
        try await TestDesk.run(on: engine) { desk async throws in
            _ = try await desk.post("/tickets", ["title": "a"])
            let reply = try await desk.post(
                "/tickets/1/history",
                [
                    "body": "", "kind": "system", "visibility": "secret", "occurred_at": "2027-01-01", "request_channel_id": 50,
                    "minutes_spent": -1, "status_id": "closed", "author_id": 3,
                ])
            #expect(reply.status == 422)
            #expect(
                reply.faults == [
                    "author_id:unknown_member", "body:empty", "kind:unknown", "minutes_spent:out_of_range", "occurred_at:in_future",
                    "request_channel_id:unknown", "status_id:transition_not_allowed", "visibility:unknown",
                ])
            #expect(reply.allowed("kind") == ["comment", "internal_note", "reply", "call"])
            let note = try await desk.post("/tickets/1/history", ["body": "x", "kind": "internal_note", "visibility": "public"])
            #expect(note.faults == ["visibility:conflict"])
        }
    }
}
