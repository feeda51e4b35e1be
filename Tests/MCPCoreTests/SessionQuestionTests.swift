import MCPCore
import MCPTesting
import Testing

/// Questions that go out as requests of ours: what becomes of them when the client does not simply answer.
@Suite(.timeLimit(.minutes(1))) struct SessionQuestionTests {
    private let gate = Gate()

    @Test(arguments: ProtocolRevision.askingInSessions) func aClientMayRefuse(_ revision: ProtocolRevision) async throws {
        let client = try await EngineClient.open(AskingServer.make(), revision)
        client.startCall("ask_name")
        client.refuse(try await client.next(), -32601, "no forms here")
        let reply = try await client.next()
        #expect(reply["result"]?["isError"] == true)
        #expect(reply.said?.contains("no forms here") == true, "\(reply.text)")
    }

    @Test func aPromptIsRefusedWithAnError() async throws {
        let client = try await EngineClient.open(AskingServer.make(), .v2025_11_25)
        client.start("prompts/get", ["name": "greeting"])
        client.refuse(try await client.next())
        #expect(try await client.next().code == -32603)
    }

    /// One wrong answer ends the call, and what else it asked is taken back.
    @Test func whatIsStillOpenIsTakenBack() async throws {
        let client = try await EngineClient.open(AskingServer.make(), .v2025_11_25)
        let id = client.startCall("ask_all")
        let questions = try await client.next(3)
        let roots = try #require(questions.first { $0["method"] == "roots/list" })
        client.answer(roots, "garbage")
        let rest = try await client.next(3)
        let withdrawn = rest.filter { $0["method"] == "notifications/cancelled" }.map { $0["params"]?["requestId"] }
        #expect(Set(withdrawn) == Set(questions.map { $0["id"] }).subtracting([roots["id"]]))
        #expect(rest.last?["id"] == id)
        #expect(rest.last?["result"]?["isError"] == true)
    }

    @Test(arguments: ProtocolRevision.askingInSessions) func aPersonHasLimitedTime(_ revision: ProtocolRevision) async throws {
        let time = ManualTime()
        var limits = ServerLimits()
        limits.inputTime = .seconds(30)
        let client = try await EngineClient.open(AskingServer.make(limits: limits, time: time), revision)
        client.startCall("ask_name")
        let question = try await client.next()
        try await time.sleeperAppears()
        try await client.expectSilence(while: time, reaches: .milliseconds(29_750))
        await time.moves(until: { !client.inbox.unread.isEmpty })
        #expect(time.now >= .seconds(30))
        let withdrawal = try await client.next()
        #expect(withdrawal["method"] == "notifications/cancelled")
        #expect(withdrawal["params"]?["requestId"] == question["id"])
        let reply = try await client.next()
        #expect(reply["result"]?["isError"] == true)
        #expect(reply.said?.contains("did not answer within 30") == true, "\(reply.text)")
        // It comes too late, and changes nothing.
        client.answer(question, AskingServer.answer(question))
        #expect(try await client.call("echo", ["text": "after"]).said == "after")
    }

    @Test(arguments: ProtocolRevision.askingInSessions)
    func cancellingACallTakesItsQuestionBack(_ revision: ProtocolRevision) async throws {
        let client = try await EngineClient.open(AskingServer.make(), revision)
        let ended = Gate()
        let id = client.startCall("ask_name") { ended.open() }
        let question = try await client.next()
        client.cancel(id)
        let withdrawal = try await client.next()
        #expect(withdrawal["method"] == "notifications/cancelled")
        #expect(withdrawal["params"]?["requestId"] == question["id"])
        try await ended.pass()
        client.answer(question, AskingServer.answer(question))
        #expect(try await client.call("echo", ["text": "after"]).said == "after")
        #expect(client.unread.isEmpty)
    }

    @Test func theEndOfASessionEndsWhatAsks() async throws {
        let client = try await EngineClient.open(AskingServer.make(), .v2025_11_25)
        let ended = Gate()
        let id = client.startCall("ask_name") { ended.open() }
        let question = try await client.next()
        client.session?.end()
        try await ended.pass()
        #expect(client.session?.inFlightCount == 0)
        #expect(!client.inbox.unread.contains { $0.text.contains("\"id\":\(id.text),\"result\"") })
        client.answer(question, AskingServer.answer(question))
    }

    @Test func anEndedSessionAsksNothing() async throws {
        let client = try await EngineClient.open(AskingServer.make(), .v2025_11_25)
        client.session?.end()
        let reply = try await client.call("ask_name")
        #expect(reply["result"]?["isError"] == true, "\(reply.text)")
    }

    @Test func aClientThatIsGoneCannotBeAsked() async throws {
        let client = try await EngineClient.open(AskingServer.make(), .v2025_11_25)
        let ended = Gate()
        client.inbox.close()
        client.startCall("ask_name") { ended.open() }
        try await ended.pass()
        #expect(client.session?.inFlightCount == 0)
    }

    /// Whatever else comes under an id, the first answer to a question counts, and no other message is one.
    @Test func onlyTheAnswerIsTheAnswer() async throws {
        let client = try await EngineClient.open(AskingServer.make(), .v2025_11_25)
        client.startCall("ask_name")
        let question = try await client.next()
        let id = try #require(question["id"]?.integer)
        client.send(["jsonrpc": "2.0", "id": .string(String(id)), "result": ["action": "decline"]])
        client.send(["jsonrpc": "2.0", "id": .integer(id + 1), "result": ["action": "decline"]])
        client.send(["jsonrpc": "2.0", "id": nil, "error": ["code": -1, "message": "not this one"]])
        client.answer(question, AskingServer.answer(question))
        client.answer(question, ["action": "decline"])
        #expect(try await client.next().said == "Hello, Ada!")
    }

    @Test func openQuestionsAreBounded() async throws {
        var limits = ServerLimits()
        limits.runningPerPeer = 100
        let client = try await EngineClient.open(AskingServer.make(limits: limits), .v2025_11_25)
        for _ in 0..<64 { client.startCall("ask_name") }
        let questions = try await client.next(64)
        #expect(questions.allSatisfy { $0["method"] == "elicitation/create" })
        let refused = try await client.call("ask_name")
        #expect(refused["result"]?["isError"] == true)
        #expect(refused.said?.contains("too many questions") == true, "\(refused.text)")
        client.answer(questions[0], AskingServer.answer(questions[0]))
        #expect(try await client.next().said == "Hello, Ada!")
        client.startCall("ask_name")
        #expect(try await client.next()["method"] == "elicitation/create")
    }

    /// A question of a call inside a batch goes out at once; the batch waits for its answer.
    @Test func aCallInABatchAsks() async throws {
        let client = try await EngineClient.open(AskingServer.make(), .v2025_03_26)
        client.send([
            ["jsonrpc": "2.0", "id": "a", "method": "tools/call", "params": ["name": "ask_roots"]],
            ["jsonrpc": "2.0", "id": "b", "method": "ping"],
        ])
        let question = try await client.next()
        #expect(question["method"] == "roots/list")
        #expect(client.unread.isEmpty)
        client.answer(question, ["roots": [["uri": "file:///x"]]])
        let replies = try #require(try await client.next().array)
        #expect(replies.count == 2)
        #expect(replies.first { $0["id"] == "a" }?.said == "file:///x without a name")
    }
}
