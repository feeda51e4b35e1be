import MCPCore
import MCPTesting
import Testing

/// What a client did not declare is not asked of it.
@Suite(.timeLimit(.minutes(1))) struct MissingCapabilityTests {
    struct Lack: Sendable, CustomTestStringConvertible {
        let tool: String
        let declared: JSONObject
        let required: JSON
        var testDescription: String { "\(tool) with \(JSON.object(declared).text)" }
    }

    static let lacks = [
        Lack(tool: "ask_name", declared: [:], required: ["elicitation": ["form": [:]]]),
        Lack(tool: "ask_name", declared: ["elicitation": ["url": [:]]], required: ["elicitation": ["form": [:]]]),
        Lack(tool: "ask_page", declared: ["elicitation": [:]], required: ["elicitation": ["url": [:]]]),
        Lack(tool: "ask_page", declared: ["elicitation": ["form": [:]]], required: ["elicitation": ["url": [:]]]),
        Lack(tool: "ask_model", declared: ["elicitation": [:]], required: ["sampling": [:]]),
        Lack(tool: "ask_model_with_tools", declared: ["sampling": [:]], required: ["sampling": ["tools": [:]]]),
        Lack(tool: "ask_roots", declared: [:], required: ["roots": [:]]),
        Lack(tool: "need_model", declared: [:], required: ["sampling": [:]]),
    ]

    @Test(arguments: lacks) func theStatelessRevisionSaysWhatIsRequired(_ lack: Lack) async throws {
        let client = try await EngineClient.open(AskingServer.make(), .v2026_07_28, capabilities: lack.declared)
        let reply = try await client.call(lack.tool)
        #expect(reply.code == -32021)
        #expect(reply["error"]?["data"] == ["requiredCapabilities": lack.required])
    }

    @Test(arguments: ProtocolRevision.askingInSessions, lacks)
    func nothingIsAskedInASession(_ revision: ProtocolRevision, _ lack: Lack) async throws {
        let client = try await EngineClient.open(AskingServer.make(), revision, capabilities: lack.declared)
        let reply = try await client.call(lack.tool)
        #expect(reply["error"] != nil, "\(reply.text)")
        #expect(client.unread.isEmpty)
    }

    /// `elicitation: {}` has meant forms since 2025-06-18.
    @Test(arguments: ProtocolRevision.asking) func elicitationWithoutAModeMeansForms(_ revision: ProtocolRevision) async throws {
        let client = try await EngineClient.open(AskingServer.make(), revision, capabilities: ["elicitation": [:]])
        let reply = try await client.converse("tools/call", ["name": "ask_name"], answer: AskingServer.answer)
        #expect(reply.said == "Hello, Ada!")
    }

    /// Of several questions all that the client lacks is named: it can declare everything at once and call again.
    @Test func everythingThatIsLackingIsNamed() async throws {
        let client = try await EngineClient.open(AskingServer.make(), .v2026_07_28, capabilities: ["elicitation": [:]])
        let reply = try await client.call("ask_all")
        #expect(reply.code == -32021)
        #expect(reply["error"]?["data"] == ["requiredCapabilities": ["sampling": [:], "roots": [:]]])
    }
}
