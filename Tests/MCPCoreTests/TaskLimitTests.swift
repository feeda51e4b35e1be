import MCPCore
import MCPTesting
import Testing

/// How long tasks live, how many there may be, and what happens when they cannot be kept.
@Suite(.timeLimit(.minutes(1))) struct TaskLimitTests {
    static let revisions: [ProtocolRevision] = [.v2025_11_25, .v2026_07_28]
    private let gate = Gate()
    private let store = SteeredTaskStore(capacity: 3, capacityPerOwner: 2)

    private func client(
        _ revision: ProtocolRevision, tasks: TaskLimits = TaskLimits(), time: any TimeSource = SystemTime()
    ) async throws -> EngineClient {
        try await EngineClient.open(TaskServer.make(gate, store: store, tasks: tasks, time: time), revision)
    }

    @Test(arguments: revisions) func itsTimeEndsATask(_ revision: ProtocolRevision) async throws {
        let time = ManualTime()
        var tasks = TaskLimits()
        tasks.timeToLive = .seconds(90)
        let client = try await client(revision, tasks: tasks, time: time)
        let id = try await client.createTask("job")
        try await gate.arrivals()
        try await time.sleeperAppears()
        await time.moves(by: .milliseconds(89_750))
        #expect(gate.cancelledCount == 0)
        await time.moves(until: { gate.cancelledCount > 0 })
        let task = try await client.task(id, reaches: "cancelled")
        #expect(task["statusMessage"]?.string?.contains("time to live") == true)
    }

    @Test(arguments: revisions) func aTaskWhoseTimeIsOverIsUnknown(_ revision: ProtocolRevision) async throws {
        let client = try await client(revision)
        gate.open()
        let id = try await client.createTask("job")
        try await client.task(id, reaches: "completed")
        store.moveClock(by: .seconds(3_000))
        #expect(try await client.task(id)["error"] == nil)
        store.moveClock(by: .seconds(700))
        #expect(try await client.task(id).code == -32602)
        #expect(try await client.request("tasks/cancel", ["taskId": .string(id)]).code == -32602)
    }

    @Test(arguments: revisions) func aFullStoreTakesNoMore(_ revision: ProtocolRevision) async throws {
        let client = try await client(revision)
        gate.open()
        for _ in 0..<2 { try await client.task(try await client.createTask("job"), reaches: "completed") }
        let refused = try await client.call("job", [:], revision.era == .legacy ? ["task": [:]] : [:])
        #expect(refused.code == -32603)
        #expect(refused.fault?.contains("No more tasks") == true, "\(refused.text)")
        // What is over makes room.
        store.moveClock(by: .seconds(3_601))
        _ = try await client.createTask("job")
    }

    @Test(arguments: revisions) func runningTasksAreBounded(_ revision: ProtocolRevision) async throws {
        var tasks = TaskLimits()
        tasks.running = 1
        let client = try await client(revision, tasks: tasks)
        let id = try await client.createTask("job")
        let refused = try await client.call("job", [:], revision.era == .legacy ? ["task": [:]] : [:])
        #expect(refused.code == -32603)
        #expect(refused.fault?.contains("Too many tasks") == true, "\(refused.text)")
        gate.open()
        try await client.task(id, reaches: "completed")
        // The place is given back a moment after the record has its end.
        var reply = refused
        let deadline = ContinuousClock.now + .seconds(10)
        while reply["error"] != nil, ContinuousClock.now < deadline {
            reply = try await client.call("job", [:], revision.era == .legacy ? ["task": [:]] : [:])
        }
        #expect(reply["error"] == nil)
    }

    @Test(arguments: revisions) func aTaskThatCannotBeKeptDoesNotBegin(_ revision: ProtocolRevision) async throws {
        let client = try await client(revision)
        store.fail(at: [.create])
        let refused = try await client.call("job", [:], revision.era == .legacy ? ["task": [:]] : [:])
        #expect(refused.code == -32603)
        #expect(!refused.text.contains("out of order"))
        #expect(gate.heldCount == 0)
        // Other calls have nothing to do with it.
        #expect(try await client.call("echo", ["text": "x"]).said == "x")
    }

    @Test func aCallThatCannotBecomeATaskFails() async throws {
        let client = try await client(.v2026_07_28)
        store.fail(at: [.create])
        gate.open()
        let reply = try await client.call("job_slow")
        #expect(reply.code == -32603, "\(reply.text)")
    }

    @Test(arguments: revisions) func aStoreThatCannotBeReadIsAnError(_ revision: ProtocolRevision) async throws {
        let client = try await client(revision)
        let id = try await client.createTask("job")
        store.fail(at: [.read, .list])
        var methods = ["tasks/get", "tasks/cancel"]
        methods += revision.era == .legacy ? ["tasks/result", "tasks/list"] : ["tasks/update"]
        for method in methods {
            let reply = try await client.request(method, ["taskId": .string(id), "inputResponses": [:]])
            #expect(reply.code == -32603, "\(method): \(reply.text)")
            #expect(!reply.text.contains("out of order"))
        }
        store.fail(at: [])
        #expect(try await client.task(id)["result"]?["status"] == "working")
    }

    /// Whoever waits for a result that cannot be kept gets it from where it was made, or is told that it is lost.
    @Test func aResultThatCannotBeKeptLeavesNobodyWaiting() async throws {
        let client = try await client(.v2025_11_25)
        let id = try await client.createTask("job")
        let waiting = client.start("tasks/result", ["taskId": .string(id)])
        store.fail(at: [.update])
        gate.open()
        let reply = try await client.next()
        #expect(reply["id"] == waiting)
        #expect(reply.said == "done" || reply["error"] != nil, "\(reply.text)")
    }

    @Test func aQuestionThatCannotBeKeptIsStillAsked() async throws {
        let client = try await client(.v2025_11_25)
        let id = try await client.createTask("job_asks")
        store.fail(at: [.update])
        gate.open()
        client.start("tasks/result", ["taskId": .string(id)])
        let question = try await client.next()
        #expect(question["method"] == "elicitation/create")
        store.fail(at: [])
        client.answer(question, AskingServer.answer(question))
        #expect(try await client.next().said == "Hello, Ada!")
    }
}
