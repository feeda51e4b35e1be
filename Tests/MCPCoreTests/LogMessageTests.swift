import MCPCore
import MCPTesting
import Testing

/// Log messages to clients: in a session by its level, in the stateless revision by each request's.
@Suite(.timeLimit(.minutes(1))) struct LogMessageTests {
    private static let speak = RegisteredTool("speak", "Logs at every level.") { context in
        for level in LogLevel.allCases { await context.log(level, ["level": .string(level.rawValue)], logger: "voice") }
        return "spoken"
    }

    private static func client(_ revision: ProtocolRevision, logging: Bool = true) async throws -> EngineClient {
        let server = MCPServer(
            Implementation(name: "logging", version: "1"), tools: ToolBox([speak]), options: ServerOptions(logging: logging))
        return try await EngineClient.open(server, revision)
    }

    /// - Returns: the levels that were heard before the reply.
    private static func levels(_ client: EngineClient, meta: JSONObject = [:]) async throws -> [String] {
        let id = client.start("tools/call", ["name": "speak"], meta: meta)
        var levels: [String] = []
        while true {
            let message = try await client.next()
            guard message["method"] == "notifications/message" else {
                #expect(message["id"] == id)
                #expect(message.said == "spoken")
                return levels
            }
            #expect(message["params"]?["logger"] == "voice")
            #expect(message["params"]?["data"]?["level"] == message["params"]?["level"])
            levels.append(message["params"]?["level"]?.string ?? "none")
        }
    }

    @Test(arguments: [ProtocolRevision.v2024_11_05, .v2025_03_26, .v2025_06_18, .v2025_11_25])
    func aSessionHasALevel(_ revision: ProtocolRevision) async throws {
        let client = try await Self.client(revision)
        #expect(try await Self.levels(client) == ["info", "notice", "warning", "error", "critical", "alert", "emergency"])
        #expect(try await client.request("logging/setLevel", ["level": "error"])["result"] == [:])
        #expect(try await Self.levels(client) == ["error", "critical", "alert", "emergency"])
        #expect(try await client.request("logging/setLevel", ["level": "debug"])["result"] == [:])
        #expect(try await Self.levels(client).count == 8)
        // Of another session it says nothing.
        #expect(try await Self.levels(try await Self.client(revision)).count == 7)
    }

    @Test(arguments: [JSON.string("loud"), 7, .null, "Error"]) func aSessionsLevelIsOneOfEight(_ level: JSON) async throws {
        let client = try await Self.client(.v2025_11_25)
        #expect(try await client.request("logging/setLevel", ["level": level]).code == -32602)
        #expect(try await Self.levels(client).count == 7)
    }

    @Test func aRequestHasALevel() async throws {
        let client = try await Self.client(.v2026_07_28)
        #expect(try await Self.levels(client) == [])
        #expect(try await Self.levels(client, meta: ["io.modelcontextprotocol/logLevel": "alert"]) == ["alert", "emergency"])
        #expect(try await Self.levels(client, meta: ["io.modelcontextprotocol/logLevel": "debug"]).count == 8)
        // It was that request's alone.
        #expect(try await Self.levels(client) == [])
        #expect(try await client.request("logging/setLevel", ["level": "debug"]).code == -32601)
    }

    @Test(arguments: [JSON.string("loud"), 7]) func aRequestsLevelIsOneOfEight(_ level: JSON) async throws {
        let client = try await Self.client(.v2026_07_28)
        let reply = try await client.request("tools/call", ["name": "speak"], meta: ["io.modelcontextprotocol/logLevel": level])
        #expect(reply.code == -32602)
    }

    /// A server that was not made for it sends none.
    @Test func withoutTheCapabilityNothingIsSent() async throws {
        #expect(try await Self.levels(try await Self.client(.v2025_11_25, logging: false)) == [])
        let modern = try await Self.client(.v2026_07_28, logging: false)
        #expect(try await Self.levels(modern, meta: ["io.modelcontextprotocol/logLevel": "debug"]) == [])
        #expect(try await Self.client(.v2025_11_25, logging: false).request("logging/setLevel", ["level": "info"]).code == -32601)
    }
}
