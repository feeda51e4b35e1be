import MCPTesting
import Testing

@testable import MCPCore
@testable import MCPFixtures

/// Tasks of the extension `io.modelcontextprotocol/tasks` (2026-07-28): the server decides that a call is one.
@Suite(.timeLimit(.minutes(1))) struct TaskExtensionTests {
    private let gate = Gate()

    private func client(_ capabilities: JSONObject = EngineClient.everything) async throws -> EngineClient {
        try await EngineClient.open(TaskServer.make(gate), .v2026_07_28, capabilities: capabilities, overSession: false)
    }

    @Test func theServerMakesATask() async throws {
        let client = try await client()
        let created = try await client.call("job")
        #expect(created["result"]?["resultType"] == "task")
        #expect(created["result"]?["status"] == "working")
        let id = try #require(created["result"]?["taskId"]?.string)
        #expect(id.utf8.count >= 32)
        gate.open()
        let task = try await client.task(id, reaches: "completed")
        #expect(task["result"]?["content"]?[0]?["text"] == "done")
    }

    @Test func withoutTheExtensionACallIsACall() async throws {
        let client = try await client(["elicitation": [:]])
        gate.open()
        #expect(try await client.call("job").said == "done")
        #expect(try await client.converse("tools/call", ["name": "job_later"], answer: AskingServer.answer).said == "Done for Ada.")
    }

    static let unextended: [(method: String, params: JSONObject)] = [
        ("tools/call", ["name": "job_only"]), ("tasks/get", ["taskId": "x"]), ("tasks/cancel", ["taskId": "x"]),
        ("tasks/update", ["taskId": "x", "inputResponses": [:]]), ("subscriptions/listen", ["notifications": ["taskIds": ["x"]]]),
    ]

    @Test(arguments: unextended) func theExtensionIsRequired(_ request: (method: String, params: JSONObject)) async throws {
        let client = try await client([:])
        let reply = try await client.request(request.method, request.params)
        #expect(reply.code == -32021)
        #expect(reply["error"]?["data"] == ["requiredCapabilities": ["extensions": ["io.modelcontextprotocol/tasks": [:]]]])
    }

    @Test(arguments: ["tasks/result", "tasks/list"]) func thereIsNoList(_ method: String) async throws {
        #expect(try await client().request(method, ["taskId": "x"]).code == -32601)
    }

    @Test func answersComeByUpdate() async throws {
        let client = try await client()
        gate.open()
        let id = try await client.createTask("job_asks_two")
        let asking = try await client.task(id, reaches: "input_required")
        #expect(asking["inputRequests"]?["name"]?["method"] == "elicitation/create")
        #expect(asking["inputRequests"]?["folders"]?["method"] == "roots/list")
        let name: JSON = ["name": ["action": "accept", "content": ["name": "Ada"]], "nobody": 7]
        let updated = try await client.request("tasks/update", ["taskId": .string(id), "inputResponses": name])
        #expect(updated["result"]?["resultType"] == "complete")
        // The rest is still asked.
        let rest = try #require(try await client.task(id)["result"])
        #expect(rest["status"] == "input_required")
        #expect(rest["inputRequests"]?.object?.members.map(\.key) == ["folders"])
        _ = try await client.request("tasks/update", ["taskId": .string(id), "inputResponses": ["folders": ["roots": []]]])
        let done = try await client.task(id, reaches: "completed")
        #expect(done["result"]?["content"]?[0]?["text"] == "Ada, 0")
        #expect(done["inputRequests"] == nil)
    }

    /// Of answers of which one is wrong none is taken.
    @Test func wrongAnswersAreRefused() async throws {
        let client = try await client()
        gate.open()
        let id = try await client.createTask("job_asks_two")
        try await client.task(id, reaches: "input_required")
        let answers: JSON = ["name": ["action": "decline"], "folders": ["roots": 7]]
        #expect(try await client.request("tasks/update", ["taskId": .string(id), "inputResponses": answers]).code == -32602)
        #expect(try await client.task(id)["result"]?["inputRequests"]?.object?.count == 2)
        #expect(try await client.request("tasks/update", ["taskId": .string(id)]).code == -32602)
        #expect(try await client.request("tasks/update", ["taskId": "x", "inputResponses": [:]]).code == -32602)
    }

    @Test func aTaskIsCancelled() async throws {
        let client = try await client()
        let id = try await client.createTask("job")
        try await gate.arrivals()
        #expect(try await client.request("tasks/cancel", ["taskId": .string(id)])["result"]?["resultType"] == "complete")
        try await gate.cancellations()
        #expect(try await client.task(id)["result"]?["status"] == "cancelled")
        // Once more does no harm.
        #expect(try await client.request("tasks/cancel", ["taskId": .string(id)])["error"] == nil)
    }

    @Test func aTaskThatAsksIsCancelled() async throws {
        let client = try await client()
        gate.open()
        let id = try await client.createTask("job_asks")
        try await client.task(id, reaches: "input_required")
        _ = try await client.request("tasks/cancel", ["taskId": .string(id)])
        #expect(try await client.task(id)["result"]?["status"] == "cancelled")
        let late: JSON = ["name": ["action": "decline"]]
        #expect(try await client.request("tasks/update", ["taskId": .string(id), "inputResponses": late])["error"] == nil)
        #expect(try await client.task(id)["result"]?["status"] == "cancelled")
    }

    @Test func aProtocolErrorIsAFailure() async throws {
        let client = try await client()
        gate.open()
        let task = try await client.task(try await client.createTask("job_breaks"), reaches: "failed")
        #expect(task["error"] == ["code": -32603, "message": "The work broke."])
        #expect(task["result"] == nil)
    }

    /// Until it is a task it asks in rounds.
    @Test func aCallBecomesATaskWhenItsHandlerSaysSo() async throws {
        let client = try await client()
        let first = try await client.call("job_later")
        #expect(first["result"]?["resultType"] == "input_required")
        let second = try await client.call(
            "job_later", [:],
            [
                "inputResponses": ["name": ["action": "accept", "content": ["name": "Ada"]]],
                "requestState": try #require(first["result"]?["requestState"]),
            ])
        #expect(second["result"]?["resultType"] == "task")
        #expect(second["result"]?["statusMessage"] == "Working for Ada")
        let id = try #require(second["result"]?["taskId"]?.string)
        gate.open()
        let task = try await client.task(id, reaches: "completed")
        #expect(task["result"]?["content"]?[0]?["text"] == "Done for Ada.")
    }

    @Test func aCallThatIsNoTaskYetIsCancelledLikeAnyOther() async throws {
        let client = try await EngineClient.open(TaskServer.make(gate), .v2026_07_28)
        let ended = Gate()
        let id = client.startCall("job_slow") { ended.open() }
        try await gate.arrivals()
        client.cancel(id)
        try await gate.cancellations()
        try await ended.pass()
        #expect(client.unread.isEmpty)
    }

    @Test func changesAreToldToListeners() async throws {
        let client = try await client()
        let id = try await client.createTask("job")
        let stream = client.start("subscriptions/listen", ["notifications": ["taskIds": [.string(id), "unknown"]]])
        let acknowledgement = try await client.next()
        #expect(acknowledgement["params"]?["notifications"] == ["taskIds": [.string(id)]])
        gate.open()
        let notification = try await client.next()
        #expect(notification["method"] == "notifications/tasks")
        #expect(notification.subscription == stream)
        #expect(notification["params"]?["taskId"]?.string == id)
        #expect(notification["params"]?["status"] == "completed")
        #expect(notification["params"]?["result"]?["content"]?[0]?["text"] == "done")
        #expect(client.unread.isEmpty)
    }

    @Test func questionsAreToldToListeners() async throws {
        let client = try await client()
        let id = try await client.createTask("job_asks")
        _ = try await client.listen(["taskIds": [.string(id)]])
        gate.open()
        let asking = try await client.next()
        #expect(asking["params"]?["status"] == "input_required")
        #expect(asking["params"]?["inputRequests"]?["name"] != nil)
    }

    /// A store may take longer over one update than over the next: what is kept in the end is the state that the task is in.
    @Test func theLastStateIsKept() async throws {
        let asks = RegisteredTool("job_asks_on", "Asks one thing after another.", taskSupport: .optional) { context in
            let name = try await context.ask(FixtureQuestions.name).answer ?? "nobody"
            return "\(name), \(try await context.ask(.roots("folders")).count)"
        }
        let store = SteeredTaskStore()
        let server = TaskServer.make(gate, more: [asks], store: store)
        let client = try await EngineClient.open(server, .v2026_07_28)
        let id = try await client.createTask("job_asks_on")
        try await client.task(id, reaches: "input_required")
        // That the first answer is there is kept late: the second question has been asked by then.
        store.beforeUpdating { record in
            guard record.status == .working else { return }
            while let run = server.tasks.run(id), run.record.questions["folders"] == nil { await Task.yield() }
            for _ in 0..<500 { await Task.yield() }
        }
        let name: JSON = ["name": ["action": "accept", "content": ["name": "Ada"]]]
        _ = try await client.request("tasks/update", ["taskId": .string(id), "inputResponses": name])
        let asking = try await client.task(id, reaches: "input_required")
        #expect(asking["inputRequests"]?["folders"] != nil)
    }
}
