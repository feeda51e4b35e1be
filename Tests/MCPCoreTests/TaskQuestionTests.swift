import MCPCore
import MCPTesting
import Testing

@testable import MCPFixtures

/// Questions of tasks in 2025-11-25: they go out on the way of `tasks/result`.
@Suite(.timeLimit(.minutes(1))) struct TaskQuestionTests {
    private let gate = Gate()

    private func client(_ more: [RegisteredTool] = [], time: any TimeSource = SystemTime()) async throws -> EngineClient {
        gate.open()
        return try await EngineClient.open(TaskServer.make(gate, more: more, time: time), .v2025_11_25)
    }

    @Test func questionsAreRelayed() async throws {
        let client = try await client()
        let id = try await client.createTask("job_asks")
        try await client.task(id, reaches: "input_required")
        #expect(client.unread.isEmpty)
        let waiting = client.start("tasks/result", ["taskId": .string(id)])
        let question = try await client.next()
        #expect(question["method"] == "elicitation/create")
        #expect(question["params"]?["_meta"]?["io.modelcontextprotocol/related-task"] == ["taskId": .string(id)])
        client.answer(question, AskingServer.answer(question))
        let result = try await client.next()
        #expect(result["id"] == waiting)
        #expect(result.said == "Hello, Ada!")
        #expect(try await client.task(id)["result"]?["status"] == "completed")
    }

    @Test func severalQuestionsAreRelayedAtOnce() async throws {
        let client = try await client()
        let id = try await client.createTask("job_asks_two")
        client.start("tasks/result", ["taskId": .string(id)])
        let questions = try await client.next(2)
        #expect(Set(questions.compactMap { $0["method"]?.string }) == ["elicitation/create", "roots/list"])
        for question in questions { client.answer(question, AskingServer.answer(question)) }
        #expect(try await client.next().said == "Ada, 2")
    }

    /// Of two who wait for the result one is asked.
    @Test func aQuestionIsAskedOnce() async throws {
        let client = try await client()
        let id = try await client.createTask("job_asks")
        let waiting = [client.start("tasks/result", ["taskId": .string(id)]), client.start("tasks/result", ["taskId": .string(id)])]
        let question = try await client.next()
        try await client.task(id, reaches: "input_required")
        client.answer(question, AskingServer.answer(question))
        let results = try await client.next(2)
        #expect(Set(results.compactMap { $0["id"] }) == Set(waiting))
        #expect(results.allSatisfy { $0.said == "Hello, Ada!" })
    }

    /// Who stops waiting takes the question back, and it is asked again of who waits next.
    @Test func aQuestionThatWasTakenBackIsAskedAgain() async throws {
        let client = try await client()
        let id = try await client.createTask("job_asks")
        let first = client.start("tasks/result", ["taskId": .string(id)])
        let question = try await client.next()
        client.cancel(first)
        let withdrawal = try await client.next()
        #expect(withdrawal["method"] == "notifications/cancelled")
        #expect(withdrawal["params"]?["requestId"] == question["id"])
        client.start("tasks/result", ["taskId": .string(id)])
        let again = try await client.next()
        #expect(again["method"] == "elicitation/create")
        client.answer(again, AskingServer.answer(again))
        #expect(try await client.next().said == "Hello, Ada!")
    }

    @Test func cancellingTheTaskTakesItsQuestionBack() async throws {
        let client = try await client()
        let id = try await client.createTask("job_asks")
        let waiting = client.start("tasks/result", ["taskId": .string(id)])
        let question = try await client.next()
        client.start("tasks/cancel", ["taskId": .string(id)])
        let rest = try await client.next(3)
        #expect(rest.contains { $0["method"] == "notifications/cancelled" && $0["params"]?["requestId"] == question["id"] })
        #expect(rest.contains { $0["id"] == waiting && $0["error"] != nil })
        #expect(client.unread.isEmpty)
    }

    /// A client that refuses is not asked the same again and again: its refusal reaches the handler, as it would in a call.
    @Test func aRefusalReachesTheHandler() async throws {
        let client = try await client()
        let id = try await client.createTask("job_asks")
        client.start("tasks/result", ["taskId": .string(id)])
        client.refuse(try await client.next(), -32601, "no forms here")
        let result = try await client.next()
        #expect(result["method"] == nil, "asked again: \(result.text)")
        #expect(result.text.contains("no forms here"), "\(result.text)")
    }

    /// Nor is one that answers garbage.
    @Test func garbageReachesTheHandler() async throws {
        let client = try await client()
        let id = try await client.createTask("job_asks")
        client.start("tasks/result", ["taskId": .string(id)])
        client.answer(try await client.next(), ["action": "yes"])
        let result = try await client.next()
        #expect(result["method"] == nil, "asked again: \(result.text)")
        #expect(result.text.contains("action must be"), "\(result.text)")
    }

    /// A client that is gone is not asked for ever, and who comes next is asked.
    @Test func aClientThatIsGoneLeavesItsQuestion() async throws {
        gate.open()
        let server = TaskServer.make(gate)
        let gone = try await EngineClient.open(server, .v2025_11_25, principal: Principal(id: "alice"))
        let id = try await gone.createTask("job_asks")
        try await gone.task(id, reaches: "input_required")
        gone.inbox.close()
        gone.start("tasks/result", ["taskId": .string(id)])
        let deadline = ContinuousClock.now + .seconds(5)
        while gone.session?.inFlightCount != 0, ContinuousClock.now < deadline { await Task.yield() }
        #expect(gone.session?.inFlightCount == 0)
        gone.session?.end()
        let next = try await EngineClient.open(server, .v2025_11_25, principal: Principal(id: "alice"))
        next.start("tasks/result", ["taskId": .string(id)])
        let question = try await next.next()
        next.answer(question, AskingServer.answer(question))
        #expect(try await next.next().said == "Hello, Ada!")
    }

    @Test func whatAClientCannotAnswerIsNotAsked() async throws {
        gate.open()
        let client = try await EngineClient.open(TaskServer.make(gate), .v2025_11_25, capabilities: [:])
        let id = try await client.createTask("job_asks")
        try await client.task(id, reaches: "failed")
        #expect(try await client.request("tasks/result", ["taskId": .string(id)])["error"] != nil)
        #expect(client.unread.isEmpty)
    }

    /// However the question and whoever waits for it meet, it is asked.
    @Test func noQuestionIsMissed() async throws {
        let asks = RegisteredTool("job_asks_soon", "Asks sooner or later.", taskSupport: .optional) { context in
            for _ in 0..<Int.random(in: 0..<8) { await Task.yield() }
            return try await context.ask(FixtureQuestions.name).answer ?? "nobody"
        }
        let client = try await client([asks])
        for _ in 0..<600 {
            let id = try await client.createTask("job_asks_soon")
            client.start("tasks/result", ["taskId": .string(id)])
            let question = try await client.next()
            client.answer(question, AskingServer.answer(question))
            #expect(try await client.next().said == "Ada")
        }
    }
}
