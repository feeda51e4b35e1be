import MCPCore
import MCPTesting
import Testing

/// What a server offers changes while it serves.
@Suite(.timeLimit(.minutes(1))) struct RuntimeChangeTests {
    private let gate = Gate()

    @Test(arguments: ProtocolRevision.all) func toolsComeAndGo(_ revision: ProtocolRevision) async throws {
        let server = SubscriptionFixture.server(announcing: [], gate: gate)
        let client = try await EngineClient.open(server, revision)
        #expect(try await client.call("new").code == -32602)
        SubscriptionFixture.addTool(server)
        #expect(try await client.call("new").said == "new")
        let listed = try await client.request("tools/list")["result"]?["tools"]?.array?.map { $0["name"] }
        #expect(listed == ["echo", "wait", "new"])
        server.update { $0.tools = $0.tools.removing("new").removing("echo") }
        #expect(try await client.call("echo", ["text": "x"]).code == -32602)
        #expect(try await client.request("tools/list")["result"]?["tools"]?.array?.count == 1)
    }

    @Test(arguments: ProtocolRevision.asking) func resourcesAndPromptsComeAndGo(_ revision: ProtocolRevision) async throws {
        let server = SubscriptionFixture.server(announcing: [])
        let client = try await EngineClient.open(server, revision)
        server.update { catalog in
            catalog.resources = catalog.resources.adding(Resource("note://3", name: "third") { _ in .text("3") }).removing("note://1")
            catalog.prompts = catalog.prompts.adding(Prompt("farewell") { _ in PromptResult([.user("Bye.")]) }).removing("greeting")
        }
        #expect(try await client.request("resources/read", ["uri": "note://3"])["result"]?["contents"]?[0]?["text"] == "3")
        #expect(try await client.request("resources/read", ["uri": "note://1"])["error"] != nil)
        #expect(try await client.request("prompts/get", ["name": "farewell"])["result"] != nil)
        #expect(try await client.request("prompts/get", ["name": "greeting"]).code == -32602)
        server.update { $0.resources = $0.resources.removing("page://{number}") }
        #expect(try await client.request("resources/read", ["uri": "page://7"])["error"] != nil)
    }

    /// A call that has begun keeps the tool that it began with, and one that waits for a place has what was there when it came.
    @Test func whatHasBegunIsNotTouched() async throws {
        var limits = ServerLimits()
        limits.runningPerPeer = 1
        let server = SubscriptionFixture.server(limits: limits, gate: gate)
        let client = try await EngineClient.open(server, .v2026_07_28)
        let running = client.startCall("wait")
        let waiting = client.startCall("echo", ["text": "was there"])
        try await gate.arrivals()
        server.update { $0.tools = ToolBox() }
        gate.open()
        let first = try await client.next()
        #expect(first["id"] == running)
        #expect(first.said == "through")
        let second = try await client.next()
        #expect(second["id"] == waiting)
        #expect(second.said == "was there")
        #expect(try await client.call("echo", ["text": "x"]).code == -32602)
    }

    @Test func aToolOfTheSameNameIsReplaced() async throws {
        let server = SubscriptionFixture.server()
        let client = try await EngineClient.open(server, .v2026_07_28)
        server.update { $0.tools = $0.tools.adding(RegisteredTool("echo", "Another.") { _ in "another" }) }
        #expect(try await client.call("echo").said == "another")
        #expect(server.tools.definitions.count == 2)
    }

    /// Many change what is offered, and many call it: every call is answered by one of the tools that there were.
    @Test func callsGoOnBesideChanges() async throws {
        let server = SubscriptionFixture.server()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<4 {
                group.addTask {
                    for round in 0..<100 {
                        SubscriptionFixture.addTool(server, "tool_\(writer)_\(round % 3)")
                        server.update { $0.tools = $0.tools.removing("tool_\(writer)_\((round + 1) % 3)") }
                        await Task.yield()
                    }
                }
            }
            for _ in 0..<4 {
                group.addTask {
                    let client = try await EngineClient.open(server, .v2026_07_28)
                    for round in 0..<100 {
                        #expect(try await client.call("echo", ["text": "x"]).said == "x")
                        let reply = try await client.call("tool_0_\(round % 3)")
                        #expect(reply.said == "new" || reply.code == -32602, "\(reply.text)")
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(server.tools["echo"] != nil)
    }
}
