import MCPCore
import MCPTesting
import Testing

/// Questions in rounds: what a client of the stateless revision carries from one to the next, and what it may not.
@Suite(.timeLimit(.minutes(1))) struct QuestionRoundTests {
    private static let name: JSON = ["name": ["action": "accept", "content": ["name": "Ada"]]]
    private static let color: JSON = ["color": ["action": "accept", "content": ["color": "red"]]]

    private static func keys(_ reply: JSON) -> [String]? { reply["result"]?["inputRequests"]?.object?.members.map(\.key) }

    @Test(arguments: [true, false]) func earlierAnswersComeBackSealed(_ overSession: Bool) async throws {
        let client = try await EngineClient.open(AskingServer.make(), .v2026_07_28, overSession: overSession)
        let first = try await client.call("ask_twice")
        #expect(first["result"]?["resultType"] == "input_required")
        #expect(Self.keys(first) == ["name"])
        let second = try await client.call(
            "ask_twice", [:], ["inputResponses": Self.name, "requestState": first["result"]?["requestState"] ?? .null])
        #expect(Self.keys(second) == ["color"])
        // What was answered before is not sent again; it is in the state.
        let third = try await client.call(
            "ask_twice", [:], ["inputResponses": Self.color, "requestState": second["result"]?["requestState"] ?? .null])
        #expect(third.said == "Ada likes red.")
        #expect(third["result"]?["resultType"] == "complete")
    }

    @Test func withoutItsStateARequestBeginsAnew() async throws {
        let client = try await EngineClient.open(AskingServer.make(), .v2026_07_28)
        let first = try await client.call("ask_twice")
        _ = try await client.call(
            "ask_twice", [:], ["inputResponses": Self.name, "requestState": first["result"]?["requestState"] ?? .null])
        #expect(Self.keys(try await client.call("ask_twice", [:], ["inputResponses": Self.color])) == ["name"])
    }

    /// A client that knows what it will be asked may answer unasked.
    @Test func answersMayComeUnasked() async throws {
        let client = try await EngineClient.open(AskingServer.make(), .v2026_07_28)
        let both: JSON = ["name": Self.name["name"] ?? .null, "color": Self.color["color"] ?? .null]
        #expect(try await client.call("ask_twice", [:], ["inputResponses": both]).said == "Ada likes red.")
    }

    @Test func answersToNothingAreIgnored() async throws {
        let client = try await EngineClient.open(AskingServer.make(), .v2026_07_28)
        let stray: JSON = ["nobody": ["action": "accept"], "other": 7]
        let first = try await client.call("ask_name", [:], ["inputResponses": stray])
        #expect(Self.keys(first) == ["name"])
        let answers: JSON = ["name": Self.name["name"] ?? .null, "nobody": "asked"]
        let second = try await client.call(
            "ask_name", [:], ["inputResponses": answers, "requestState": first["result"]?["requestState"] ?? .null])
        #expect(second.said == "Hello, Ada!")
    }

    @Test func someAnswersAskForTheRest() async throws {
        let client = try await EngineClient.open(AskingServer.make(), .v2026_07_28)
        let first = try await client.call("ask_all")
        let second = try await client.call(
            "ask_all", [:], ["inputResponses": Self.name, "requestState": first["result"]?["requestState"] ?? .null])
        #expect(Self.keys(second) == ["capital", "roots"])
        let rest: JSON = [
            "capital": ["role": "assistant", "model": "m", "content": ["type": "text", "text": "Paris"]], "roots": ["roots": []],
        ]
        let third = try await client.call(
            "ask_all", [:], ["inputResponses": rest, "requestState": second["result"]?["requestState"] ?? .null])
        #expect(third.said == "Ada, Paris, 0")
    }

    static let wrongTypes: [(member: String, value: JSON)] = [
        ("inputResponses", "x"), ("inputResponses", [1]), ("requestState", 7), ("requestState", [:]),
    ]

    @Test(arguments: wrongTypes) func wrongTypesAreRefused(_ member: String, _ value: JSON) async throws {
        let client = try await EngineClient.open(AskingServer.make(), .v2026_07_28)
        #expect(try await client.call("ask_name", [:], [member: value]).code == -32602)
    }

    /// Lists ask nothing, and so take no notice of answers.
    @Test(arguments: ["tools/list", "prompts/list", "resources/list", "server/discover"]) func listsNeverAsk(_ method: String) async throws
    {
        let client = try await EngineClient.open(AskingServer.make(), .v2026_07_28)
        let reply = try await client.request(method, ["inputResponses": Self.name, "requestState": "no state of ours"])
        #expect(reply["result"]?["resultType"] == "complete", "\(reply.text)")
    }

    /// In a session the members of rounds mean nothing.
    @Test(arguments: ProtocolRevision.askingInSessions) func sessionsHaveNoRounds(_ revision: ProtocolRevision) async throws {
        let client = try await EngineClient.open(AskingServer.make(), revision)
        client.startCall("ask_name", [:], ["inputResponses": Self.name, "requestState": "no state of ours"])
        let question = try await client.next()
        #expect(question["method"] == "elicitation/create")
        client.answer(question, ["action": "decline"])
        #expect(try await client.next().said == "Then not.")
    }
}
