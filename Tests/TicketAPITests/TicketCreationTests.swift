internal import Testing

@testable internal import TicketAPI

@Suite struct TicketCreationTests {
    @Test(arguments: Engine.allCases) func everythingGivenComesBack(_ engine: Engine) async throws {
        try await TestDesk.run(on: engine) { desk async throws in
            let reply = try await desk.post(
                "/tickets",
                [
                    "title": "  プリンター/故障  ", "description": "一行目\r\n二行目", "category_id": 1, "category_detail_id": 102,
                    "request_channel_id": 1, "account_id": 2, "requester_id": 11, "assignee_id": 2, "priority": "high",
                    "due_at": "2026-12-01T18:00:00+09:00", "tags": ["VIP", "vip", "印刷"],
                ], ["x-acting-user": "5"])
            #expect(reply.status == 201)
            #expect(reply.headers["etag"] == "\"v1\"")
            #expect(reply.headers["location"] == "/tickets/T-000001")
            let ticket = reply.json
            #expect(ticket["number"] == "T-000001")
            #expect(ticket["title"] == "プリンター/故障")
            #expect(ticket["description"] == "一行目\n二行目")
            #expect(ticket.at("status", "key") == "new")
            #expect(ticket.at("category_detail", "name") == "プリンター (Printer)")
            #expect(ticket.at("account", "code") == "AC-0002")
            #expect(ticket["requester"]?.sorted == ["id": 11, "name": "山本 由美"])
            #expect(ticket.at("assignee", "name") == "佐藤 美咲")
            #expect(ticket["due_at"] == "2026-12-01T09:00:00Z")
            #expect(ticket["tags"] == ["VIP", "印刷"])
            #expect(ticket.at("created_by", "id") == 5)
            #expect(ticket["created_at"]?.string == DemoDataset.defaultDate.rfc3339)
            #expect(ticket["allowed_next"]?.list.compactMap { $0["key"]?.string } == ["open", "pending", "resolved"])
            #expect(ticket["history_count"] == 1)
            #expect(String(decoding: reply.bytes, as: UTF8.self).contains("プリンター/故障"))
            for reference in ["1", "T-000001", "t-1"] {
                let read = try await desk.get("/tickets/\(reference)", ["x-acting-user": "5"])
                #expect(read.bytes == reply.bytes)
            }
            let first = try #require(try await desk.get("/tickets/1/history").items.first)
            #expect(first["kind"] == "system")
            #expect(first["seq"] == 1)
        }
    }

    @Test(arguments: Engine.allCases) func aTitleIsEnough(_ engine: Engine) async throws {
        try await TestDesk.run(on: engine) { desk async throws in
            let reply = try await desk.post("/tickets", ["title": "x", "requester_name": "田中", "requester_contact": "03-1234-5678"])
            #expect(reply.status == 201)
            #expect(reply.json["priority"] == "normal")
            #expect(reply.json.at("request_channel", "key") == "web")
            #expect(reply.json["requester"]?.sorted == ["contact": "03-1234-5678", "name": "田中"])
            #expect(reply.json["category"] == .null)
        }
    }

    @Test(arguments: Engine.allCases) func everyInvalidFieldIsReportedAtOnce(_ engine: Engine) async throws {
        try await TestDesk.run(on: engine) { desk async throws in
            let reply = try await desk.post(
                "/tickets",
                [
                    "title": .string(String(repeating: "𠮷", count: 201)), "description": .string(String(repeating: "x", count: 20_001)),
                    "category_id": 2, "category_detail_id": 102, "request_channel_id": 99, "account_id": 22, "requester_id": 999,
                    "requester_name": "both", "assignee_id": 11, "priority": "max", "due_at": "soon", "tags": [1], "colour": "red",
                ])
            #expect(reply.status == 422)
            #expect(
                reply.faults == [
                    "account_id:inactive", "assignee_id:not_assignable", "category_detail_id:not_in_category", "colour:unknown_member",
                    "description:too_long", "due_at:invalid_time", "priority:unknown", "request_channel_id:unknown",
                    "requester_id:conflict", "requester_id:unknown", "tags:wrong_type", "title:too_long",
                ])
            #expect(reply.allowed("priority") == ["low", "normal", "high", "urgent"])
            #expect(try await desk.get("/tickets?include_total=true").json.at("page", "total") == 0)
        }
    }

    static let refusals: [(JSONValue, String)] = [
        ([:], "title:required"), (["title": .null], "title:not_nullable"), (["title": 5], "title:wrong_type"),
        (["title": "  "], "title:empty"), (["title": "a\nb"], "title:control_character"),
        (["title": "x", "description": "\u{0}"], "description:control_character"),
        (["title": "x", "category_id": "1"], "category_id:wrong_type"), (["title": "x", "category_id": 0], "category_id:out_of_range"),
        (["title": "x", "category_id": 77], "category_id:unknown"), (["title": "x", "category_id": 8], "category_id:inactive"),
        (["title": "x", "category_detail_id": 102], "category_detail_id:category_missing"),
        (["title": "x", "requester_contact": "a@b"], "requester_name:required"),
        (["title": "x", "assignee_id": 10], "assignee_id:inactive"),
        (["title": "x", "tags": .texts((1...21).map { "t\($0)" })], "tags:too_many"),
        (["title": "x", "tags": [.string(String(repeating: "a", count: 51))]], "tags:too_long"),
    ]

    @Test(arguments: Engine.allCases, refusals)
    func refuses(_ engine: Engine, _ refusal: (body: JSONValue, fault: String)) async throws {
        let (body, fault) = refusal
        try await TestDesk.run(on: engine) { desk async throws in
            let reply = try await desk.post("/tickets", body)
            #expect(reply.status == 422)
            #expect(reply.faults == [fault])
        }
    }

    @Test(arguments: Engine.allCases) func lengthsAreCodePoints(_ engine: Engine) async throws {
        try await TestDesk.run(on: engine) { desk async throws in
            let title = JSONValue.string(String(repeating: "👩‍👩‍👧‍👦", count: 28) + "𠮷𠮷𠮷𠮷")
            #expect(try await desk.post("/tickets", ["title": title]).status == 201)
        }
    }
}
