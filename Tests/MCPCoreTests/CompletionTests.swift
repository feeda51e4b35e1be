import MCPCore
import MCPTesting
import Testing

@testable import MCPFixtures

/// `completion/complete`, in both eras.
@Suite(.timeLimit(.minutes(1))) struct CompletionTests {
    private static func server() -> MCPServer {
        MCPServer(
            Implementation(name: "completing", version: "1"),
            resources: ResourceBox([Resource("note://1", name: "n") { _ in .text("") }], templates: FixtureResources.templates),
            prompts: PromptBox(FixturePrompts.all))
    }

    private static func complete(
        _ client: EngineClient, _ reference: JSON, _ name: JSON, _ value: JSON, _ context: JSON = .null
    ) async throws -> JSON {
        var params: JSONObject = ["ref": reference, "argument": ["name": name, "value": value]]
        if !context.isNull { params["context"] = ["arguments": context] }
        return try await client.request("completion/complete", params)
    }

    @Test(arguments: ProtocolRevision.all) func valuesAreBounded(_ revision: ProtocolRevision) async throws {
        let client = try await EngineClient.open(Self.server(), revision)
        let all = try await Self.complete(client, ["type": "ref/prompt", "name": "triage"], "number", "")["result"]?["completion"]
        #expect(all?["values"]?.array?.count == 100)
        #expect(all?["total"] == 150)
        #expect(all?["hasMore"] == true)
        let some = try await Self.complete(client, ["type": "ref/prompt", "name": "triage"], "number", "t-14")["result"]?["completion"]
        #expect(some?["values"]?.array?.count == 11)
        #expect(some?["hasMore"] == false)
    }

    @Test(arguments: ProtocolRevision.asking) func otherArgumentsAreKnown(_ revision: ProtocolRevision) async throws {
        let client = try await EngineClient.open(Self.server(), revision)
        let template: JSON = ["type": "ref/resource", "uri": "shelf://{shelf}/{title}"]
        let without = try await Self.complete(client, template, "title", "s")
        #expect(without["result"]?["completion"]?["values"] == ["Snow", "Storm"])
        let with = try await Self.complete(client, template, "title", "s", ["shelf": "south"])
        #expect(with["result"]?["completion"]?["values"] == ["Sun"])
    }

    static let empty: [(reference: JSON, argument: JSON)] = [
        (["type": "ref/prompt", "name": "triage"], "note"), (["type": "ref/prompt", "name": "triage"], "unknown"),
        (["type": "ref/resource", "uri": "plain://{+path}"], "path"), (["type": "ref/resource", "uri": "note://1"], "x"),
        (["type": "ref/resource", "uri": "shelf://{shelf}/{title}"], "unknown"),
    ]

    @Test(arguments: ProtocolRevision.asking, empty)
    func whatHasNoValuesHasNone(_ revision: ProtocolRevision, _ asked: (reference: JSON, argument: JSON)) async throws {
        let client = try await EngineClient.open(Self.server(), revision)
        let reply = try await Self.complete(client, asked.reference, asked.argument, "")
        #expect(reply["result"]?["completion"]?["values"] == [], "\(reply.text)")
    }

    static let wrong: [JSONObject] = [
        [:], ["ref": ["type": "ref/prompt", "name": "triage"]], ["ref": 7, "argument": ["name": "number", "value": ""]],
        ["ref": ["type": "ref/prompt", "name": "nothing"], "argument": ["name": "number", "value": ""]],
        ["ref": ["type": "ref/resource", "uri": "nothing://x"], "argument": ["name": "number", "value": ""]],
        ["ref": ["type": "ref/tool", "name": "triage"], "argument": ["name": "number", "value": ""]],
        ["ref": ["type": "ref/prompt", "name": "triage"], "argument": ["name": "number", "value": 7]],
    ]

    @Test(arguments: ProtocolRevision.asking, wrong)
    func wrongRequestsAreRefused(_ revision: ProtocolRevision, _ params: JSONObject) async throws {
        let client = try await EngineClient.open(Self.server(), revision)
        #expect(try await client.request("completion/complete", params).code == -32602)
    }

    @Test func aCompleterMayFail() async throws {
        let client = try await EngineClient.open(Self.server(), .v2026_07_28)
        let reply = try await Self.complete(client, ["type": "ref/prompt", "name": "triage"], "tone", "rude")
        #expect(reply.code == -32603)
        #expect(reply.fault == "No tone begins so.")
    }
}
