internal import MCPCore
internal import Testing

@testable internal import TicketTools

/// Reports while they are at work: tasks, progress, cancelling.
@Suite(.timeLimit(.minutes(2))) struct LongWorkTests {
    static let tools = ["export_tickets", "get_ticket_statistics"]

    @Test(arguments: tools) func asATaskThatTheClientWants(_ tool: String) async throws {
        let client = try await CatalogClient.open(.v2025_11_25)
        let created = try await client.call(tool, [:], ["task": ["ttl": 60_000]])
        let id = try #require(created["result"]?["task"]?["taskId"]?.string, "\(created.text)")
        let result = try await client.request("tasks/result", ["taskId": .string(id)])
        let data = try #require(result["result"]?["structuredContent"], "\(result.text)")
        #expect(data["complete"] == true)
        if let uri = data["uri"]?.string { #expect(try await client.text(at: uri).contains("T-000123")) }
        #expect(try await client.task(id, reaches: "completed")["taskId"]?.string == id)
    }

    @Test(arguments: tools) func asATaskThatTheServerMakes(_ tool: String) async throws {
        let client = try await CatalogClient.open(.v2026_07_28, capabilities: CatalogClient.tasks)
        let created = try await client.call(tool)
        #expect(created["result"]?["resultType"] == "task", "\(created.text)")
        let id = try #require(created["result"]?["taskId"]?.string)
        let data = try #require(try await client.task(id, reaches: "completed")["result"]?["structuredContent"])
        #expect(data["complete"] == true)
        if let uri = data["uri"]?.string { #expect(try await client.text(at: uri).contains("T-000123")) }
    }

    /// What fits one page is answered at once.
    @Test(arguments: tools) func littleWorkIsNoTask(_ tool: String) async throws {
        let client = try await CatalogClient.open(.v2026_07_28, capabilities: CatalogClient.tasks)
        let reply = try await client.call(tool, ["filter": ["query": "T-000123"]])
        #expect(reply["result"]?["resultType"] == "complete" && reply["result"]?["structuredContent"] != nil, "\(reply.text)")
    }

    @Test(arguments: tools) func withoutTasksItIsACall(_ tool: String) async throws {
        let client = try await CatalogClient.open(.v2026_07_28)
        #expect(try await client.call(tool)["result"]?["structuredContent"]?["complete"] == true)
    }

    @Test(arguments: tools, [ProtocolRevision.v2025_11_25, .v2026_07_28]) func progressRises(_ tool: String, _ revision: ProtocolRevision)
        async throws
    {
        let client = try await CatalogClient.open(revision)
        let params: JSONObject = ["name": .string(tool), "arguments": [:]]
        var steps: [Double] = []
        let reply = try await client.request("tools/call", params, meta: ["progressToken": "p"]) { notice in
            #expect(notice["method"] == "notifications/progress")
            if let value = notice["params"]?["progress"]?.double { steps.append(value) }
        }
        #expect(reply["result"]?["structuredContent"] != nil)
        #expect(steps.count >= 2)
        #expect(steps == steps.sorted() && Set(steps).count == steps.count)
        #expect(steps.last.map { $0 >= 200 } == true, "\(steps)")
    }

    private static let page = """
        {"items":[{"id":1,"number":"T-1","title":"a","status":{"key":"open","group":"open"},"priority":"low","version":1,
        "first_response_at":null,"resolved_at":null,"created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"}],
        "page":{"returned":1,"total":2,"has_more":true,"next_cursor":"next"}}
        """

    /// An API whose second page never comes.
    private func stalling() throws -> ScriptedUpstream {
        try ScriptedUpstream { request in
            if request.target.contains("cursor=next") { return .hang }
            return .bytes(ScriptedUpstream.response(200, ["Content-Type: application/json"], Self.page))
        }
    }

    /// A client that hears nothing for long takes the server for stalled.
    @Test(arguments: tools) func progressGoesOnWhileTheAPIIsSlow(_ tool: String) async throws {
        let client = try await CatalogClient.open(over: try stalling())
        let clock = ContinuousClock()
        let id = client.start("tools/call", ["name": .string(tool), "arguments": [:]], meta: ["progressToken": "p"])
        var last: (value: Double, at: ContinuousClock.Instant)?
        for _ in 0..<4 {
            let notice = try await client.next()
            let value = try #require(notice["params"]?["progress"]?.double, "\(notice.text)")
            let now = clock.now
            if let last {
                #expect(value > last.value && value < 2)
                #expect(now - last.at < .seconds(5), "they come every half second; a busy machine may be late")
            }
            last = (value, now)
        }
        client.send(["jsonrpc": "2.0", "method": "notifications/cancelled", "params": ["requestId": id]])
    }

    @Test(arguments: tools) func cancellingEndsTheWork(_ tool: String) async throws {
        let upstream = try stalling()
        let client = try await CatalogClient.open(over: upstream)
        let id = client.start("tools/call", ["name": .string(tool), "arguments": [:]], meta: ["progressToken": "p"])
        // Sooner there would be nothing to give up: the connection of the first page is kept for the next one.
        try await secondPageIsAskedFor(upstream)
        client.send(["jsonrpc": "2.0", "method": "notifications/cancelled", "params": ["requestId": id]])
        // The connection is closed, not left until the API answers.
        await upstream.waitForHangUp()
    }

    @Test(arguments: tools, [ProtocolRevision.v2025_11_25, .v2026_07_28]) func cancellingATaskEndsTheWork(
        _ tool: String, _ revision: ProtocolRevision
    ) async throws {
        let upstream = try stalling()
        let client = try await CatalogClient.open(revision, over: upstream, capabilities: CatalogClient.tasks)
        let created = try await client.call(tool, [:], revision.era == .legacy ? ["task": [:]] : [:])
        let id = created["result"]?["task"]?["taskId"] ?? created["result"]?["taskId"]
        let task = try #require(id?.string, "\(created.text)")
        try await secondPageIsAskedFor(upstream)
        _ = try await client.request("tasks/cancel", ["taskId": .string(task)])
        await upstream.waitForHangUp()
        _ = try await client.task(task, reaches: "cancelled")
    }

    private func secondPageIsAskedFor(_ upstream: ScriptedUpstream) async throws {
        let deadline = ContinuousClock.now + .seconds(20)
        while !upstream.requests.contains(where: { $0.target.contains("cursor=next") }) {
            try #require(ContinuousClock.now < deadline, "the second page is never asked for")
            await Task.yield()
        }
    }
}
