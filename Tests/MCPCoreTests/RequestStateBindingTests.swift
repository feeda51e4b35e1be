import MCPTesting
import Testing

@testable import MCPCore
@testable import MCPFixtures

/// A state is good for one request, of one principal, for a time, and once.
@Suite(.timeLimit(.minutes(1))) struct RequestStateBindingTests {
    private static let name: JSON = ["name": ["action": "accept", "content": ["name": "Ada"]]]
    /// Asks for a name whatever its arguments are.
    private static let greet = RegisteredTool(
        "greet", "Greets.",
        input: Schema<String>.object(optional("with", "", .string), optional("times", "", .integer)) { "\($0 ?? "Hello") \($1 ?? 1)" }
    ) { words, context in "\(words) \(try await context.ask(FixtureQuestions.name).answer ?? "nobody")" }

    private static func server(_ key: RequestStateKey = .random(), limits: ServerLimits = ServerLimits(), gate: Gate = Gate()) -> MCPServer
    {
        var options = ServerOptions()
        options.stateKeys = [key]
        return AskingServer.make(more: [greet], limits: limits, options: options, gate: gate)
    }

    private static func state(_ client: EngineClient, _ arguments: JSONObject = [:]) async throws -> JSON {
        try #require(try await client.call("greet", arguments)["result"]?["requestState"])
    }

    private static func answer(_ client: EngineClient, _ state: JSON, _ arguments: JSONObject = [:]) async throws -> JSON {
        try await client.call("greet", arguments, ["inputResponses": name, "requestState": state])
    }

    @Test func aChangedStateIsRefused() async throws {
        let client = try await EngineClient.open(Self.server(), .v2026_07_28)
        let text = try #require(try await Self.state(client).string)
        let dot = try #require(text.firstIndex(of: "."))
        let swapped = (text.first == "e" ? "f" : "e") + text.dropFirst()
        let changed = [
            swapped, String(text.dropLast()), text + "A", String(text[..<dot]), String(text[dot...]), "", "x.y", text + "." + text,
        ]
        for changed in changed {
            let reply = try await Self.answer(client, .string(changed))
            #expect(reply.code == -32602, "\(changed): \(reply.text)")
        }
        // The right one is good for all that.
        #expect(try await Self.answer(client, .string(text)).said == "Hello 1 Ada")
    }

    /// Answers that nobody gave, under a code that somebody else could make.
    @Test func aStateOfAnotherKeyIsRefused() async throws {
        let foreign = try await EngineClient.open(Self.server(), .v2026_07_28)
        let client = try await EngineClient.open(Self.server(), .v2026_07_28)
        #expect(try await Self.answer(client, try await Self.state(foreign)).code == -32602)
    }

    @Test func instancesWithOneKeyTakeEachOthersStates() async throws {
        let key = RequestStateKey.random()
        let foreign = try await EngineClient.open(Self.server(key), .v2026_07_28)
        let client = try await EngineClient.open(Self.server(key), .v2026_07_28)
        #expect(try await Self.answer(client, try await Self.state(foreign)).said == "Hello 1 Ada")
    }

    @Test func aStateIsUsedOnce() async throws {
        let client = try await EngineClient.open(Self.server(), .v2026_07_28)
        let state = try await Self.state(client)
        #expect(try await Self.answer(client, state).said == "Hello 1 Ada")
        let again = try await Self.answer(client, state)
        #expect(again.code == -32602)
        #expect(again.fault?.contains("used already") == true)
    }

    @Test func aStateGrowsOld() async throws {
        let key = RequestStateKey.random()
        let client = try await EngineClient.open(Self.server(key), .v2026_07_28)
        let binding = try #require(StateBinding(.callTool(ToolCall(name: "greet", arguments: nil)), .anonymous))
        let fresh = RequestStates(keys: [key], wallClock: { WallClock.now - .seconds(300) }).seal([:], to: binding)
        let old = RequestStates(keys: [key], wallClock: { WallClock.now - .seconds(601) }).seal([:], to: binding)
        let refused = try await Self.answer(client, .string(old))
        #expect(refused.code == -32602)
        #expect(refused.fault?.contains("expired") == true, "\(refused.text)")
        #expect(try await Self.answer(client, .string(fresh)).said == "Hello 1 Ada")
    }

    @Test func anotherPrincipalsStateIsRefused() async throws {
        let server = Self.server()
        let alice = try await EngineClient.open(server, .v2026_07_28, principal: Principal(id: "alice"), overSession: false)
        let bob = try await EngineClient.open(server, .v2026_07_28, principal: Principal(id: "bob"), overSession: false)
        let state = try await Self.state(alice)
        #expect(try await Self.answer(bob, state).code == -32602)
        // What bob did with it does not use it up.
        #expect(try await Self.answer(alice, state).said == "Hello 1 Ada")
    }

    @Test func otherArgumentsAreAnotherRequest() async throws {
        let client = try await EngineClient.open(Self.server(), .v2026_07_28)
        let state = try await Self.state(client, ["with": "Good day", "times": 2])
        for arguments: JSONObject in [[:], ["with": "Good day"], ["with": "Good day", "times": 3], ["with": "Bye", "times": 2]] {
            #expect(try await Self.answer(client, state, arguments).code == -32602)
        }
        // The order of members is none of the arguments' meaning.
        #expect(try await Self.answer(client, state, ["times": 2, "with": "Good day"]).said == "Good day 2 Ada")
    }

    @Test func anotherToolIsAnotherRequest() async throws {
        let client = try await EngineClient.open(Self.server(), .v2026_07_28)
        let state = try await Self.state(client)
        #expect(try await client.call("ask_name", [:], ["requestState": state]).code == -32602)
        #expect(try await client.request("prompts/get", ["name": "greeting", "requestState": state]).code == -32602)
        #expect(try await client.request("resources/read", ["uri": "note://asks", "requestState": state]).code == -32602)
    }

    @Test func anotherPromptOrResourceIsAnotherRequest() async throws {
        let client = try await EngineClient.open(Self.server(), .v2026_07_28)
        let prompt = try await client.request("prompts/get", ["name": "greeting"])
        let resource = try await client.request("resources/read", ["uri": "note://asks"])
        let promptState = try #require(prompt["result"]?["requestState"])
        let resourceState = try #require(resource["result"]?["requestState"])
        let triage: JSONObject = ["name": "triage", "arguments": ["number": "7"], "requestState": promptState]
        #expect(try await client.request("prompts/get", triage).code == -32602)
        #expect(try await client.request("resources/read", ["uri": "note://1", "requestState": resourceState]).code == -32602)
    }

    /// A client that is told to come back later comes back with the same state.
    @Test func aRequestThatWasNotTakenInKeepsItsState() async throws {
        var limits = ServerLimits()
        limits.runningPerPeer = 1
        limits.waitingPerPeer = 0
        let gate = Gate()
        let client = try await EngineClient.open(Self.server(limits: limits, gate: gate), .v2026_07_28)
        let state = try await Self.state(client)
        client.startCall("wait")
        let refused = try await Self.answer(client, state)
        #expect(refused.fault?.contains("Too many requests") == true, "\(refused.text)")
        gate.open()
        #expect(try await client.next().said == "through")
        #expect(try await Self.answer(client, state).said == "Hello 1 Ada")
    }
}
