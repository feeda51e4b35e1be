import MCPTesting
import Testing

@testable import MCPCore

/// Tasks of 2025-11-25: the client decides that a call is one.
@Suite(.timeLimit(.minutes(1))) struct SessionTaskTests {
    private let gate = Gate()

    @Test func aCallGoesOnAsATask() async throws {
        let client = try await EngineClient.open(TaskServer.make(gate), .v2025_11_25)
        let created = try await client.call("job", [:], ["task": ["ttl": 60_000]])
        let task = try #require(created["result"]?["task"])
        #expect(task["status"] == "working")
        #expect(task["ttl"] == 60_000)
        let id = try #require(task["taskId"]?.string)
        #expect(try await client.task(id)["result"]?["status"] == "working")
        // Others run meanwhile.
        #expect(try await client.call("echo", ["text": "x"]).said == "x")
        gate.open()
        try await client.task(id, reaches: "completed")
        let result = try await client.request("tasks/result", ["taskId": .string(id)])
        #expect(result.said == "done")
        #expect(result["result"]?["_meta"]?["io.modelcontextprotocol/related-task"] == ["taskId": .string(id)])
        // It can be had again.
        #expect(try await client.request("tasks/result", ["taskId": .string(id)]).said == "done")
    }

    @Test func theResultIsWaitedFor() async throws {
        let client = try await EngineClient.open(TaskServer.make(gate), .v2025_11_25)
        let id = try await client.createTask("job")
        let waiting = client.start("tasks/result", ["taskId": .string(id)])
        try await gate.arrivals()
        #expect(try await client.call("echo", ["text": "x"]).said == "x")
        gate.open()
        let result = try await client.next()
        #expect(result["id"] == waiting)
        #expect(result.said == "done")
    }

    /// Whoever waits for results takes none of the places in which calls run.
    @Test func waitingTakesNoPlace() async throws {
        var limits = ServerLimits()
        limits.runningPerPeer = 2
        let client = try await EngineClient.open(TaskServer.make(gate, limits: limits), .v2025_11_25)
        let id = try await client.createTask("job")
        for _ in 0..<5 { client.start("tasks/result", ["taskId": .string(id)]) }
        #expect(try await client.call("echo", ["text": "x"]).said == "x")
        gate.open()
        #expect(try await client.next(5).allSatisfy { $0.said == "done" })
    }

    /// It ends between the look at its record and the waiting.
    @Test func aTaskThatEndsJustNowHasItsResult() async throws {
        let store = SteeredTaskStore()
        let server = TaskServer.make(gate, store: store)
        let client = try await EngineClient.open(server, .v2025_11_25)
        let id = try await client.createTask("job")
        store.afterReading { [gate] in
            gate.open()
            while server.tasks.run(id) != nil { await Task.yield() }
        }
        #expect(try await client.request("tasks/result", ["taskId": .string(id)]).said == "done")
    }

    @Test func cancellingTheWaitLeavesTheTask() async throws {
        let client = try await EngineClient.open(TaskServer.make(gate), .v2025_11_25)
        let id = try await client.createTask("job")
        let ended = Gate()
        let waiting = client.start("tasks/result", ["taskId": .string(id)]) { ended.open() }
        client.cancel(waiting)
        try await ended.pass()
        gate.open()
        #expect(try await client.request("tasks/result", ["taskId": .string(id)]).said == "done")
    }

    @Test func tasksAreListedInPages() async throws {
        var limits = ServerLimits()
        limits.page = 2
        let client = try await EngineClient.open(TaskServer.make(gate, limits: limits), .v2025_11_25)
        var created: Set<String> = []
        for _ in 0..<5 { created.insert(try await client.createTask("job")) }
        var listed: [String] = []
        var cursor: JSON?
        repeat {
            let result = try #require(try await client.request("tasks/list", cursor.map { ["cursor": $0] } ?? [:])["result"])
            let page = try #require(result["tasks"]?.array)
            #expect(1...2 ~= page.count)
            listed += page.compactMap { $0["taskId"]?.string }
            cursor = result["nextCursor"]
            // One that comes between two pages changes nothing of those before it.
            if listed.count == 2 { _ = try await client.createTask("job") }
        } while cursor != nil
        #expect(listed.count == 6)
        #expect(Set(listed).count == 6)
        #expect(Set(listed).isSuperset(of: created))
        #expect(try await client.request("tasks/list", ["cursor": "nonsense"]).code == -32602)
    }

    /// Tasks whose time is over leave the list; what comes after them is not passed over for that.
    @Test func pagesStayWhatTheyAreWhenTasksLeave() async throws {
        let store = SteeredTaskStore()
        var limits = ServerLimits()
        limits.page = 2
        let client = try await EngineClient.open(TaskServer.make(gate, store: store, limits: limits), .v2025_11_25)
        _ = try await client.createTask("job", ["ttl": 20_000])
        for _ in 0..<3 { _ = try await client.createTask("job", ["ttl": 3_600_000]) }
        let all = try #require(try await client.request("tasks/list")["result"])
        let next = try #require(all["nextCursor"])
        let seen = try #require(all["tasks"]?.array).compactMap { $0["taskId"]?.string }
        store.moveClock(by: .seconds(30))
        let rest = try #require(try await client.request("tasks/list", ["cursor": next])["result"]?["tasks"]?.array)
        #expect(rest.count == 2, "one is missing of the three that are left beside \(seen)")
    }

    @Test func aTaskIsCancelled() async throws {
        let client = try await EngineClient.open(TaskServer.make(gate), .v2025_11_25)
        let id = try await client.createTask("job")
        try await gate.arrivals()
        let cancelled = try await client.request("tasks/cancel", ["taskId": .string(id)])
        #expect(cancelled["result"]?["status"] == "cancelled")
        try await gate.cancellations()
        #expect(try await client.task(id)["result"]?["status"] == "cancelled")
        #expect(try await client.request("tasks/result", ["taskId": .string(id)])["error"] != nil)
        #expect(try await client.request("tasks/cancel", ["taskId": .string(id)]).code == -32602)
    }

    @Test func cancellingEndsTheWait() async throws {
        let client = try await EngineClient.open(TaskServer.make(gate), .v2025_11_25)
        let id = try await client.createTask("job")
        let waiting = client.start("tasks/result", ["taskId": .string(id)])
        let cancel = client.start("tasks/cancel", ["taskId": .string(id)])
        let replies = try await client.next(2)
        #expect(replies.first { $0["id"] == waiting }?["error"] != nil)
        #expect(replies.first { $0["id"] == cancel }?["result"]?["status"] == "cancelled")
    }

    @Test func anEndedTaskCannotBeCancelled() async throws {
        let client = try await EngineClient.open(TaskServer.make(gate), .v2025_11_25)
        gate.open()
        let id = try await client.createTask("job")
        try await client.task(id, reaches: "completed")
        #expect(try await client.request("tasks/cancel", ["taskId": .string(id)]).code == -32602)
        #expect(try await client.task(id)["result"]?["status"] == "completed")
    }

    /// A protocol error is the task's end, and `tasks/result` answers with it.
    @Test func anErrorIsTheResult() async throws {
        let client = try await EngineClient.open(TaskServer.make(gate), .v2025_11_25)
        gate.open()
        let id = try await client.createTask("job_breaks")
        let task = try await client.task(id, reaches: "failed")
        #expect(task["statusMessage"] == "The work broke.")
        #expect(try await client.request("tasks/result", ["taskId": .string(id)]).code == -32603)
    }

    @Test func whatIsNoTaskCannotBeOne() async throws {
        let client = try await EngineClient.open(TaskServer.make(gate), .v2025_11_25)
        #expect(try await client.call("echo", ["text": "x"], ["task": [:]]).code == -32601)
        #expect(try await client.call("job_only").code == -32601)
        #expect(try await client.call("nothing", [:], ["task": [:]]).code == -32602)
    }

    /// Tools that may be tasks are plain where nobody asks for one.
    @Test func withoutTheWishACallIsACall() async throws {
        let client = try await EngineClient.open(TaskServer.make(gate), .v2025_11_25)
        gate.open()
        #expect(try await client.converse("tools/call", ["name": "job_later"], answer: AskingServer.answer).said == "Done for Ada.")
        #expect(try await client.call("job_slow").said == "done")
    }

    /// A revision without tasks waits for the result, whatever the tool says.
    @Test func anOlderRevisionHasNone() async throws {
        let client = try await EngineClient.open(TaskServer.make(gate), .v2025_06_18)
        gate.open()
        #expect(try await client.call("job_only", [:], ["task": [:]]).said == "done")
        for method in ["tasks/get", "tasks/result", "tasks/list", "tasks/cancel"] {
            #expect(try await client.request(method, ["taskId": "x"]).code == -32601)
        }
    }
}
