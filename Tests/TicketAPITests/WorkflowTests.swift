internal import Testing

@testable internal import TicketAPI

@Suite struct WorkflowTests {
    static let steps: [String: Set<String>] = [
        "new": ["open", "pending", "resolved"], "open": ["pending", "resolved"], "pending": ["open", "resolved"],
        "resolved": ["closed", "open"], "closed": [],
    ]
    static let paths: [String: [String]] = [
        "new": [], "open": ["open"], "pending": ["pending"], "resolved": ["resolved"], "closed": ["resolved", "closed"],
    ]

    @Test(arguments: Engine.allCases, steps.keys.sorted())
    func agentsFollowTheWorkflow(_ engine: Engine, _ from: String) async throws {
        try await TestDesk.run(on: engine) { desk async throws in
            let agent = ["x-acting-user": "2"]
            for (index, to) in Self.steps.keys.sorted().enumerated() {
                let uri = "/tickets/\(index + 1)"
                _ = try await desk.post("/tickets", ["title": "a"])
                for step in Self.paths[from] ?? [] { _ = try await desk.patch(uri, ["status_id": .string(step)], agent) }
                let reply = try await desk.patch(uri, ["status_id": .string(to)], agent)
                let isAllowed = from == to || Self.steps[from]?.contains(to) == true
                #expect(reply.status == (isAllowed ? 200 : 422), "\(from) to \(to)")
                if !isAllowed { #expect(Set(reply.allowed("status_id")) == Self.steps[from]) }
            }
        }
    }

    @Test(arguments: Engine.allCases) func adminsReopen(_ engine: Engine) async throws {
        try await TestDesk.run(on: engine) { desk async throws in
            _ = try await desk.post("/tickets", ["title": "a"])
            _ = try await desk.patch("/tickets/1", ["status_id": 4])
            let closed = try await desk.patch("/tickets/1", ["status_id": "5"])
            #expect(closed.json.at("ticket", "closed_at")?.string != nil)
            #expect(closed.json.at("ticket", "allowed_next")?[0]?["key"] == "open")
            #expect(try await desk.get("/tickets/1", ["x-acting-user": "2"]).json["allowed_next"] == [])
            let open = try await desk.patch("/tickets/1", ["status_id": "open"])
            #expect(open.status == 200)
            #expect(open.json.at("ticket", "closed_at") == .null)
            #expect(open.json.at("ticket", "resolved_at") == .null)
        }
    }

    @Test(arguments: Engine.allCases) func statusesTellTheNextSteps(_ engine: Engine) async throws {
        try await TestDesk.run(on: engine) { desk async throws in
            let all = try await desk.get("/statuses", ["x-acting-user": "2"]).items
            #expect(all.compactMap { $0["key"]?.string } == ["new", "open", "pending", "resolved", "closed"])
            for status in all {
                let next = status["allowed_next"]?.list.compactMap(\.string) ?? []
                #expect(Set(next) == Self.steps[status["key"]?.string ?? ""])
            }
            #expect(try await desk.get("/statuses?from_status=closed").items.compactMap { $0["key"]?.string } == ["open"])
            #expect(try await desk.get("/statuses?from_status=2&group=resolved").items.compactMap { $0["key"]?.string } == ["resolved"])
            #expect(try await desk.get("/statuses?from_status=done").allowed("from_status").count == 5)
        }
    }
}
