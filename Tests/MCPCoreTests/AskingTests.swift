import MCPCore
import MCPTesting
import Testing

/// Handlers ask, and clients answer, in every form that revisions have for it.
@Suite(.timeLimit(.minutes(1))) struct AskingTests {
    static let dialogues: [(tool: String, result: String)] = [
        ("ask_name", "Hello, Ada!"), ("ask_model", "m: Paris (endTurn)"), ("ask_roots", "file:///home home, file:///tmp without a name"),
        ("ask_all", "Ada, Paris, 2"), ("ask_twice", "Ada likes red."),
    ]

    /// A handler cannot tell the revisions apart, and so the result is the same.
    @Test(arguments: ProtocolRevision.asking, dialogues)
    func answersReachTheHandler(_ revision: ProtocolRevision, _ dialogue: (tool: String, result: String)) async throws {
        let client = try await EngineClient.open(AskingServer.make(), revision)
        let reply = try await client.converse(
            "tools/call", ["name": .string(dialogue.tool), "arguments": [:]], answer: AskingServer.answer)
        #expect(reply.said == dialogue.result, "\(reply.text)")
        #expect(client.unread.isEmpty)
    }

    @Test(arguments: [ProtocolRevision.v2025_11_25, .v2026_07_28]) func aPageIsShown(_ revision: ProtocolRevision) async throws {
        let client = try await EngineClient.open(AskingServer.make(), revision)
        for (action, result) in [("accept", "on the way"), ("decline", "not on the way"), ("cancel", "not on the way")] {
            let reply = try await client.converse("tools/call", ["name": "ask_page"]) { question in
                #expect(question["params"]?["mode"] == "url")
                #expect(question["params"]?["url"] == "https://fixture.example/key")
                return ["action": .string(action)]
            }
            #expect(reply.said == result)
        }
    }

    @Test(arguments: ProtocolRevision.asking, [("decline", "Then not."), ("cancel", "Never mind.")])
    func aPersonMayRefuse(_ revision: ProtocolRevision, _ refusal: (action: String, result: String)) async throws {
        let client = try await EngineClient.open(AskingServer.make(), revision)
        let reply = try await client.converse("tools/call", ["name": "ask_name"]) { _ in ["action": .string(refusal.action)] }
        #expect(reply.said == refusal.result)
        #expect(reply["result"]?["isError"] == nil)
    }

    /// All questions are on their way before the first answer, and answers are told apart by their ids.
    @Test(arguments: ProtocolRevision.askingInSessions) func severalQuestionsGoOutAtOnce(_ revision: ProtocolRevision) async throws {
        let client = try await EngineClient.open(AskingServer.make(), revision)
        client.startCall("ask_all")
        let questions = try await client.next(3)
        #expect(Set(questions.compactMap { $0["method"] }) == ["elicitation/create", "sampling/createMessage", "roots/list"])
        #expect(Set(questions.compactMap { $0["id"] }).count == 3)
        for question in questions.reversed() { client.answer(question, AskingServer.answer(question)) }
        #expect(try await client.next().said == "Ada, Paris, 2")
    }

    @Test func severalQuestionsAreOneRound() async throws {
        let client = try await EngineClient.open(AskingServer.make(), .v2026_07_28)
        let result = try #require(try await client.call("ask_all")["result"])
        #expect(result["resultType"] == "input_required")
        #expect(result["inputRequests"]?.object?.members.map(\.key) == ["name", "capital", "roots"])
        #expect(result["requestState"]?.string?.isEmpty == false)
    }

    @Test(arguments: ProtocolRevision.asking) func promptsAskToo(_ revision: ProtocolRevision) async throws {
        let client = try await EngineClient.open(AskingServer.make(), revision)
        let reply = try await client.converse("prompts/get", ["name": "greeting"], answer: AskingServer.answer)
        #expect(reply["result"]?["messages"]?[0]?["content"]?["text"] == "Greet Ada.")
    }

    @Test(arguments: ProtocolRevision.asking) func resourcesAskToo(_ revision: ProtocolRevision) async throws {
        let client = try await EngineClient.open(AskingServer.make(), revision)
        let reply = try await client.converse("resources/read", ["uri": "note://asks"], answer: AskingServer.answer)
        #expect(reply["result"]?["contents"]?[0]?["text"] == "Hello, Ada!")
    }

    static let garbage: [(tool: String, answer: JSON, problem: String)] = [
        ("ask_name", [:], "action must be"), ("ask_name", ["action": "yes"], "action must be"), ("ask_name", 7, "must be an object"),
        ("ask_name", .null, "must be an object"), ("ask_name", ["action": "accept", "content": [1]], "content must be an object"),
        ("ask_name", ["action": "accept", "content": ["name": ["a": 1]]], "content.name"),
        ("ask_name", ["action": "accept", "content": [:]], "content.name"),
        ("ask_name", ["action": "accept", "content": ["name": "012345678901234567890"]], "content.name"),
        ("ask_model", ["role": "assistant", "model": "m"], "content is missing"),
        ("ask_model", ["role": "system", "model": "m", "content": []], "role must be"),
        ("ask_model", ["role": "user", "model": "m", "content": ["type": "video"]], "type must be"),
        ("ask_roots", ["roots": "none"], "roots must be an array"), ("ask_roots", ["roots": [["name": "x"]]], "uri is missing"),
    ]

    /// A client that answers in no shape that the protocol has learns what is wrong: in rounds its request is refused, in a session the
    /// request was sound and its tool has failed.
    @Test(arguments: ProtocolRevision.asking, garbage)
    func garbageIsRefused(_ revision: ProtocolRevision, _ garbage: (tool: String, answer: JSON, problem: String)) async throws {
        let client = try await EngineClient.open(AskingServer.make(), revision)
        let reply = try await client.converse("tools/call", ["name": .string(garbage.tool)]) { _ in garbage.answer }
        if revision.era == .modern {
            #expect(reply.code == -32602)
            #expect(reply.fault?.contains(garbage.problem) == true, "\(reply.text)")
        } else {
            #expect(reply["result"]?["isError"] == true)
            #expect(reply.said?.contains(garbage.problem) == true, "\(reply.text)")
        }
        #expect(try await client.call("echo", ["text": "still here"]).said == "still here")
    }
}
