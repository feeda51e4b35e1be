internal import Testing

@testable internal import TicketAPI

@Suite struct SelectionTests {
    @Test(arguments: Engine.allCases)
    func fieldsAreWhatIsAskedFor(_ engine: Engine) async throws {
        try await TestDesk.run(on: engine, tickets: 3) { desk async throws in
            let list = try await desk.get("/tickets?fields=title,status&fields=description&limit=2")
            #expect(list.items.count == 2)
            #expect(list.items.allSatisfy { Set($0.names) == ["id", "number", "title", "status", "description"] })
            #expect(list.items.allSatisfy { $0["description"]?.string?.isEmpty == false })
            let next = try #require(list.cursor)
            #expect(try await desk.get("/tickets?fields=allowed_next&cursor=\(next)").items.allSatisfy { $0["allowed_next"] != nil })
            let one = try await desk.get("/tickets/2?fields=version")
            #expect(Set(one.json.names) == ["id", "number", "version"])
            #expect(one.headers["etag"] != nil)
            let refused = try await desk.get("/tickets?fields=title,colour")
            #expect(refused.faults == ["fields:unknown"])
            #expect(refused.allowed("fields") == TicketFields.all)
            let check = SchemaCheck(document: OpenAPIDocument.current)
            #expect(check.faults(of: list.json, under: OpenAPISchema.ref("TicketPage")) == [])
        }
    }

    @Test(arguments: Engine.allCases)
    func severalAreReadAtOnce(_ engine: Engine) async throws {
        try await TestDesk.run(on: engine, tickets: 5) { desk async throws in
            let reply = try await desk.get("/tickets?ids=3,T-000001,99&ids=t-5,3")
            #expect(reply.status == 200)
            #expect(reply.ids == [3, 1, 5])
            #expect(reply.json["missing"] == ["99"])
            #expect(reply.json.at("page", "has_more") == false)
            let single = try await desk.get("/tickets/3")
            #expect(reply.items.first?.canonical == single.json.canonical)
            #expect(try await desk.get("/tickets?ids=1&fields=title").items.first?.names.count == 3)
            let check = SchemaCheck(document: OpenAPIDocument.current)
            #expect(check.faults(of: reply.json, under: OpenAPISchema.ref("TicketPage")) == [])
        }
    }

    @Test func whatCannotBeSelectedIsRefused() async throws {
        try await TestDesk.run(tickets: 1) { desk async throws in
            let many = (1...21).map(String.init).joined(separator: ",")
            #expect(try await desk.get("/tickets?ids=\(many)").faults == ["ids:too_many"])
            #expect(try await desk.get("/tickets?ids=1,x").faults == ["ids:invalid"])
            #expect(try await desk.get("/tickets?ids=1&status=open").faults == ["ids:conflict"])
            #expect(try await desk.get("/tickets?ids=").ids == [])
        }
    }

    @Test(arguments: Engine.allCases)
    func historyIsPublicOrInternal(_ engine: Engine) async throws {
        try await TestDesk.run(on: engine) { desk async throws in
            _ = try await desk.post("/tickets", ["title": "a"])
            for kind in ["reply", "internal_note", "reply", "comment"] {
                _ = try await desk.post("/tickets/1/history", ["body": .string(kind), "kind": .string(kind)])
            }
            let replies = try await desk.walk("/tickets/1/history?visibility=public&limit=1").compactMap { $0["seq"]?.integer }
            #expect(replies == [4, 2])
            let notes = try await desk.get("/tickets/1/history?visibility=internal&order=asc").items.compactMap { $0["seq"]?.integer }
            #expect(notes == [1, 3, 5])
            let cursor = try #require(try await desk.get("/tickets/1/history?limit=1").cursor)
            #expect(try await desk.get("/tickets/1/history?visibility=public&cursor=\(cursor)").code == "cursor_mismatch")
        }
    }
}
