internal import Testing

@testable internal import TicketAPI

/// Lists that a caller may keep: entity tags, and what changes them.
@Suite struct ValidationTests {
    @Test(arguments: Engine.allCases) func anUnchangedListIsNotSentAgain(_ engine: Engine) async throws {
        try await TestDesk.run(on: engine, tickets: 1) { desk async throws in
            for uri in ["/categories", "/category-details", "/statuses", "/request-channels", "/users?limit=3", "/accounts", "/me"] {
                let reply = try await desk.get(uri)
                let tag = try #require(reply.headers["etag"], "\(uri)")
                for known in [tag, "W/\(tag)", "\"other\", \(tag)", "*"] {
                    let again = try await desk.get(uri, ["if-none-match": known])
                    #expect(again.status == 304 && again.bytes.isEmpty && again.headers["etag"] == tag, "\(uri) \(known)")
                }
                #expect(try await desk.get(uri, ["if-none-match": "\"other\""]).bytes == reply.bytes)
            }
        }
    }

    @Test(arguments: Engine.allCases) func adminsRenameCategories(_ engine: Engine) async throws {
        try await TestDesk.run(on: engine, tickets: 1) { desk async throws in
            let before = try #require(try await desk.get("/categories").headers["etag"])
            let reply = try await desk.patch("/categories/1", ["name": "  請求と支払い ", "active": false])
            #expect(reply.status == 200 && reply.json["name"] == "請求と支払い" && reply.json["active"] == false)
            let after = try await desk.get("/categories", ["if-none-match": before])
            #expect(after.status == 200 && after.headers["etag"] != before)
            #expect(after.items.first { $0["id"] == 1 }?["name"] == "請求と支払い")
            #expect(try await desk.get("/categories?query=%E6%94%AF%E6%89%95").items.count == 1)
            // Nothing to change: nothing told.
            #expect(try await desk.patch("/categories/1", ["active": false]).status == 200)
            #expect(try await desk.store.lastChange() == 1)
            #expect(try await desk.patch("/categories/99", ["name": "x"]).status == 404)
            #expect(try await desk.patch("/categories/x", ["name": "x"]).status == 404)
            #expect(try await desk.patch("/categories/1", ["name": "", "x": 1]).faults == ["name:empty", "x:unknown_member"])
            #expect(try await desk.patch("/categories/1", ["name": "x"], ["x-acting-user": "2"]).code == "admins_only")
        }
    }
}
