import MCPCore
import MCPTesting
import Testing

/// Somebody else's task is one that nobody has.
@Suite(.timeLimit(.minutes(1))) struct TaskOwnerTests {
    private let gate = Gate()

    private func expectUnknown(_ client: EngineClient, _ methods: [String], _ id: String) async throws {
        for method in methods {
            let reply = try await client.request(method, ["taskId": .string(id), "inputResponses": [:]])
            #expect(reply.code == -32602, "\(method): \(reply.text)")
            // As it is with one that never was.
            let never = try await client.request(method, ["taskId": "never", "inputResponses": [:]])
            #expect(never.fault == reply.fault?.replacing(id, with: "never"))
        }
    }

    /// Where nobody has a name a session owns what was made in it.
    @Test func sessionsKnowTheirOwnTasks() async throws {
        let server = TaskServer.make(gate)
        let mine = try await EngineClient.open(server, .v2025_11_25)
        let other = EngineClient(server, .v2025_11_25, sessionID: "another")
        _ = try await other.request(
            "initialize", ["protocolVersion": "2025-11-25", "capabilities": [:], "clientInfo": ["name": "o", "version": "1"]])
        let id = try await mine.createTask("job")
        try await expectUnknown(other, ["tasks/get", "tasks/result", "tasks/cancel"], id)
        #expect(try await other.request("tasks/list")["result"]?["tasks"] == [])
        #expect(try await mine.task(id)["result"]?["status"] == "working")
    }

    @Test func principalsKnowTheirOwnTasks() async throws {
        let server = TaskServer.make(gate)
        let alice = try await EngineClient.open(server, .v2026_07_28, principal: Principal(id: "alice"), overSession: false)
        let bob = try await EngineClient.open(server, .v2026_07_28, principal: Principal(id: "bob"), overSession: false)
        let id = try await alice.createTask("job")
        try await expectUnknown(bob, ["tasks/get", "tasks/update", "tasks/cancel"], id)
        bob.start("subscriptions/listen", ["notifications": ["taskIds": [.string(id)]]])
        #expect(try await bob.next()["params"]?["notifications"] == [:])
        gate.open()
        try await alice.task(id, reaches: "completed")
        #expect(bob.unread.isEmpty)
    }

    /// Who has a name has the same tasks in every session.
    @Test func aNameIsTheSameEverywhere() async throws {
        let server = TaskServer.make(gate)
        let first = try await EngineClient.open(server, .v2025_11_25, principal: Principal(id: "alice"))
        let second = EngineClient(server, .v2025_11_25, principal: Principal(id: "alice"), sessionID: "another")
        _ = try await second.request(
            "initialize", ["protocolVersion": "2025-11-25", "capabilities": [:], "clientInfo": ["name": "o", "version": "1"]])
        let id = try await first.createTask("job")
        first.session?.end()
        #expect(try await second.request("tasks/list")["result"]?["tasks"]?[0]?["taskId"]?.string == id)
        gate.open()
        #expect(try await second.request("tasks/result", ["taskId": .string(id)]).said == "done")
    }
}
