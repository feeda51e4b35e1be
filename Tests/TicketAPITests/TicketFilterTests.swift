internal import Testing

@testable internal import TicketAPI

@Suite struct TicketFilterTests {
    /// A filter and what must be true of exactly the rows it leaves.
    struct Case: Sendable, CustomTestStringConvertible {
        let query: String
        let holds: @Sendable (JSONValue) -> Bool

        var testDescription: String { query }

        init(_ query: String, _ holds: @escaping @Sendable (JSONValue) -> Bool) {
            self.query = query
            self.holds = holds
        }
    }

    static let open: Set<String> = ["new", "open", "pending"]
    static let cases: [Case] = [
        Case("status=open") { $0.at("status", "key") == "open" },
        Case("status=1&status=pending") { ["new", "pending"].contains($0.at("status", "key")?.string) },
        Case("status_group=resolved&status_group=closed") { ["resolved", "closed"].contains($0.at("status", "group")?.string) },
        Case("assignee_id=2") { $0.at("assignee", "id") == 2 },
        Case("assignee_id=none") { $0["assignee"] == .null },
        Case("unassigned=true") { $0["assignee"] == .null },
        Case("account_id=3") { $0.at("account", "id") == 3 },
        Case("requester_id=11") { $0.at("requester", "id") == 11 },
        Case("category_id=3&category_id=4") { [3, 4].contains($0.at("category", "id")?.integer) },
        Case("category_detail_id=301") { $0.at("category_detail", "id") == 301 },
        Case("request_channel_id=2&request_channel_id=1") { [1, 2].contains($0.at("request_channel", "id")?.integer) },
        Case("priority=urgent&priority=low") { ["urgent", "low"].contains($0["priority"]?.string) },
        Case("tag=vpn&tag=REMOTE") { Set(["vpn", "remote"]).isSubset(of: $0["tags"]?.list.compactMap(\.string) ?? []) },
        Case("created_from=2026-08-01T00:00:00Z&created_to=2026-09-01T09:00:00%2B09:00") {
            ("2026-08-01T00:00:00Z"..<"2026-09-01T00:00:00Z").contains($0["created_at"]?.string ?? "")
        },
        Case("created_from=2026-08-01&created_to=2026-08-31") {
            ("2026-08-01T00:00:00Z"..<"2026-09-01T00:00:00Z").contains($0["created_at"]?.string ?? "")
        },
        Case("updated_to=2026-07-15") { ($0["updated_at"]?.string ?? "") < "2026-07-16" },
        Case("due_from=2026-11-01") { ($0["due_at"]?.string ?? "") >= "2026-11-01" },
        Case("overdue=true") {
            guard let due = $0["due_at"]?.string, let group = $0.at("status", "group")?.string else { return false }
            return due < DemoDataset.defaultDate.rfc3339 && open.contains(group)
        },
        Case("query=wi-fi") { contains($0, "wi-fi") },
        Case("query=%EF%BC%B6%EF%BC%B0%EF%BC%AE") { contains($0, "vpn") },
        Case("query=t-000042") { $0["id"] == 42 },
        Case("query=%25") { contains($0, "%") },
        Case("status_group=open&priority=normal&include_total=true") {
            $0.at("status", "group") == "open" && $0["priority"] == "normal"
        },
    ]

    @Test(arguments: Engine.allCases) func everyFilterLeavesExactlyItsRows(_ engine: Engine) async throws {
        try await TestDesk.run(on: engine, tickets: 300) { desk async throws in
            let all = try await desk.walk("/tickets?limit=100&include=description")
            #expect(all.count == 300)
            for filter in Self.cases {
                let expected = all.filter(filter.holds).compactMap { $0["id"]?.integer }
                let found = try await desk.walk("/tickets?limit=100&\(filter.query)").compactMap { $0["id"]?.integer }
                #expect(found == expected, "\(filter.query)")
                if !filter.query.contains("%25") { #expect(!found.isEmpty && found.count < 300, "\(filter.query) tells nothing") }
            }
        }
    }

    @Test(arguments: Engine.allCases) func meIsTheActingUser(_ engine: Engine) async throws {
        try await TestDesk.run(on: engine, tickets: 120) { desk async throws in
            let mine = try await desk.get("/tickets?assignee_id=me&limit=100", ["x-acting-user": "3"])
            #expect(!mine.items.isEmpty)
            #expect(mine.items.allSatisfy { $0.at("assignee", "id") == 3 })
        }
    }

    @Test(arguments: Engine.allCases) func totalCountsAllPages(_ engine: Engine) async throws {
        try await TestDesk.run(on: engine, tickets: 60) { desk async throws in
            let reply = try await desk.get("/tickets?limit=7&include_total=true")
            #expect(reply.json.at("page", "total") == 60)
            #expect(reply.json.at("page", "returned") == 7)
            #expect(reply.json.at("page", "has_more") == true)
            #expect(reply.json["as_of"]?.string == DemoDataset.defaultDate.rfc3339)
            #expect(try await desk.get("/tickets").json.at("page", "total") == nil)
        }
    }

    @Test(arguments: Engine.allCases) func descriptionsAreOptional(_ engine: Engine) async throws {
        try await TestDesk.run(on: engine, tickets: 3) { desk async throws in
            #expect(try await desk.get("/tickets").items.allSatisfy { $0["description"] == nil })
            #expect(try await desk.get("/tickets?include=description").items.allSatisfy { $0["description"]?.string != nil })
        }
    }

    private static func contains(_ ticket: JSONValue, _ text: String) -> Bool {
        let texts = [ticket["title"], ticket["description"], ticket["number"]].compactMap { $0?.string?.searchForm }
        return texts.contains { $0.contains(text.searchForm) }
    }
}
