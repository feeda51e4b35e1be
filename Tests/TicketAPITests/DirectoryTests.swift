internal import Testing

@testable internal import TicketAPI

@Suite struct DirectoryTests {
    static let cases: [(String, [Int])] = [
        ("/users?role=admin", [1, 8]), ("/users?active=false", [10]), ("/users?id=3&id=5", [3, 5]), ("/users?team=English%20Desk", [5, 6]),
        ("/users?query=SUZUKI", [3]), ("/users?query=%EF%BD%BD%EF%BD%BD%EF%BE%9E%EF%BD%B7", [3]), ("/users?query=%E9%AB%99%E6%A9%8B", [4]),
        ("/users?role=agent&query=%25", []), ("/accounts?code=AC-0007", [7]), ("/accounts?active=false", [22]),
        ("/accounts?query=NORTHWIND", [15]), ("/accounts?id=2&id=1", [1, 2]), ("/categories?active=false", [8]),
        ("/categories?query=network", [3]), ("/category-details?category_id=3&category_id=7", [301, 302, 303, 701, 702]),
        ("/category-details?query=vpn", [301]), ("/category-details?active=false", [801]), ("/request-channels", [1, 2, 3, 4, 5, 6]),
        ("/request-channels?active=false", []), ("/statuses?group=closed", [5]),
    ]

    @Test(arguments: Engine.allCases) func filters(_ engine: Engine) async throws {
        try await TestDesk.run(on: engine) { desk async throws in
            for (uri, ids) in Self.cases {
                let reply = try await desk.get(uri)
                #expect(reply.ids == ids, "\(uri)")
                #expect(reply.json.at("page", "returned")?.integer == ids.count, "\(uri)")
            }
        }
    }

    @Test(arguments: Engine.allCases, [("/users?limit=4", 18), ("/accounts?limit=5&active=true", 21)])
    func walks(_ engine: Engine, _ walk: (uri: String, count: Int)) async throws {
        let (uri, count) = walk
        try await TestDesk.run(on: engine) { desk async throws in
            let ids = try await desk.walk(uri).compactMap { $0["id"]?.integer }
            #expect(ids == ids.sorted())
            #expect(Set(ids).count == count)
            let cursor = try #require(try await desk.get(uri).cursor)
            #expect(try await desk.get("\(uri)&query=a&cursor=\(cursor)").code == "cursor_mismatch")
        }
    }

    @Test(arguments: Engine.allCases) func shapes(_ engine: Engine) async throws {
        try await TestDesk.run(on: engine) { desk async throws in
            let user = try #require(try await desk.get("/users?id=2", ["x-acting-user": "2"]).items.first)
            #expect(user["is_me"] == true)
            #expect(user["kana"] == "サトウ ミサキ")
            let categories = try await desk.get("/categories?include_details=true").items
            #expect(categories.count == 8)
            #expect(categories.allSatisfy { $0["details"]?.list.count == $0["detail_count"]?.integer })
            #expect(try await desk.get("/categories").items.allSatisfy { $0["details"] == nil })
            #expect(try await desk.get("/category-details?query=outage").items.first?["required_fields"] == ["account_id", "due_at"])
        }
    }
}
