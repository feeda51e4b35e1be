internal import Testing

@testable internal import TicketAPI

@Suite struct TicketPagingTests {
    static let sorts = ["updated_at", "created_at", "due_at", "priority", "number", "relevance"]
    static let orders = sorts.flatMap { sort in ["asc", "desc"].map { "sort=\(sort)&order=\($0)" } }

    @Test(arguments: Engine.allCases, orders)
    func walkSeesEveryRowOnceUnderInserts(_ engine: Engine, _ order: String) async throws {
        try await TestDesk.run(on: engine, tickets: 45) { desk async throws in
            let rows = try await desk.walk("/tickets?\(order)&limit=7") { page in
                guard page <= 3 else { return }
                desk.clock.advance(seconds: 60)
                _ = try await desk.post("/tickets", ["title": "inserted \(page)"])
            }
            let ids = rows.compactMap { $0["id"]?.integer }
            #expect(Set(ids).count == ids.count)
            #expect(ids.filter { $0 <= 45 }.sorted() == Array(1...45))
        }
    }

    @Test(arguments: Engine.allCases) func ordersAreKept(_ engine: Engine) async throws {
        try await TestDesk.run(on: engine, tickets: 80) { desk async throws in
            let updated = try await desk.walk("/tickets?limit=100").compactMap { $0["updated_at"]?.string }
            #expect(updated == updated.sorted(by: >))
            let ranks = ["low": 1, "normal": 2, "high": 3, "urgent": 4]
            let priorities = try await desk.walk("/tickets?limit=9&sort=priority&order=asc").compactMap {
                ranks[$0["priority"]?.string ?? ""]
            }
            #expect(priorities == priorities.sorted())
            for order in ["asc", "desc"] {
                let due = try await desk.walk("/tickets?limit=9&sort=due_at&order=\(order)").map { $0["due_at"]?.string }
                let given = due.compactMap(\.self)
                #expect(given == (order == "asc" ? given.sorted() : given.sorted(by: >)))
                #expect(due.prefix(given.count).allSatisfy { $0 != nil })
            }
        }
    }

    @Test(arguments: Engine.allCases) func relevancePutsTitlesFirst(_ engine: Engine) async throws {
        try await TestDesk.run(on: engine) { desk async throws in
            _ = try await desk.post("/tickets", ["title": "other", "description": "about toner"])
            _ = try await desk.post("/tickets", ["title": "No toner"])
            _ = try await desk.post("/tickets", ["title": "Toner is empty"])
            #expect(try await desk.get("/tickets?query=TONER&sort=relevance").ids == [3, 2, 1])
        }
    }

    @Test(arguments: Engine.allCases, ["sort=created_at", "order=asc", "status=open", "query=x", "assignee_id=me", "overdue=true"])
    func cursorIsBoundToFilterAndSort(_ engine: Engine, _ change: String) async throws {
        try await TestDesk.run(on: engine, tickets: 10) { desk async throws in
            let cursor = try #require(try await desk.get("/tickets?limit=2").cursor)
            let reply = try await desk.get("/tickets?limit=2&\(change)&cursor=\(cursor)")
            #expect(reply.status == 400)
            #expect(reply.code == "cursor_mismatch")
            #expect(reply.faults == ["cursor:cursor_mismatch"])
        }
    }

    @Test(arguments: Engine.allCases) func cursorAllowsAnotherLimitAndSpelledOutDefaults(_ engine: Engine) async throws {
        try await TestDesk.run(on: engine, tickets: 10) { desk async throws in
            let cursor = try #require(try await desk.get("/tickets?limit=2").cursor)
            #expect(try await desk.get("/tickets?limit=3&sort=updated_at&order=desc&include=description&cursor=\(cursor)").ids.count == 3)
        }
    }

    @Test(arguments: Engine.allCases, ["x", "%20", "eyJ2IjoxfQ", "bnVsbA"])
    func cursorMustBeOurs(_ engine: Engine, _ cursor: String) async throws {
        try await TestDesk.run(on: engine) { desk async throws in
            let reply = try await desk.get("/tickets?cursor=\(cursor)")
            #expect(reply.status == 400)
            #expect(reply.code == "cursor_invalid")
        }
    }

    @Test(arguments: Engine.allCases) func everyUnusableParameterIsNamed(_ engine: Engine) async throws {
        try await TestDesk.run(on: engine) { desk async throws in
            let reply = try await desk.get(
                "/tickets?foo=1&limit=0&status=done&priority=max&assignee_id=bob&created_from=yesterday&overdue=1"
                    + "&sort=x&limit=2&account_id=a"
            )
            #expect(reply.status == 400)
            #expect(reply.contentType.hasPrefix("application/problem+json"))
            #expect(
                reply.faults == [
                    "account_id:invalid", "assignee_id:invalid", "created_from:invalid_time", "foo:unknown_parameter", "limit:duplicate",
                    "limit:out_of_range", "overdue:invalid", "priority:unknown", "sort:unknown", "status:unknown",
                ])
            #expect(reply.allowed("status") == ["new", "open", "pending", "resolved", "closed"])
            #expect(reply.allowed("priority") == ["low", "normal", "high", "urgent"])
        }
    }

    @Test(
        arguments: Engine.allCases,
        ["/me", "/users", "/accounts", "/categories", "/category-details", "/statuses", "/request-channels", "/health"])
    func unknownParametersAreRefusedEverywhere(_ engine: Engine, _ path: String) async throws {
        try await TestDesk.run(on: engine) { desk async throws in
            let reply = try await desk.get("\(path)?bogus=1")
            #expect(reply.status == 400)
            #expect(reply.faults == ["bogus:unknown_parameter"])
        }
    }
}
