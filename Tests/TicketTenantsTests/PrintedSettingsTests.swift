import MCPCore
import Testing
import TicketServer

/// Whoever prints something that holds settings, as libraries do of what they are given, prints no values.
@Suite struct PrintedSettingsTests {
    private struct Holder {
        let name = "holder"
        let value: Any
    }

    private func printed(_ value: some Any) -> String {
        let holder = Holder(value: value)
        var dumped = ""
        dump(holder, to: &dumped)
        let alone = "\(value) \(String(reflecting: value)) \([value]) \(Optional(value) as Any)"
        return "\(alone) \(holder) \(String(reflecting: holder)) \(dumped)"
    }

    @Test func settingsShowNoValues() throws {
        let folder = try Folder()
        let file = try folder.write(".env", "MCP_SHARED_SECRET=canary-of-the-file\n")
        let variables = EnvironmentVariables(["MCP_API_KEY": "canary-of-the-environment", "PATH": "canary-too"])
        let reader = try SettingsReader(environment: variables, dotEnvPath: file)
        #expect(try reader.text("MCP_SHARED_SECRET") == "canary-of-the-file")
        #expect(printed(variables).contains("MCP_API_KEY"))
        for text in [printed(variables), printed(reader)] { #expect(!text.contains("canary"), "\(text)") }
    }

    @Test func providersAndSecrets() throws {
        let secret = "canary" + String(repeating: "s", count: 58)
        #expect(!printed(APIKeyAuthProvider([("canary-key-0123456789", Principal(id: "api-key"))])).contains("canary"))
        #expect(!printed(try SharedSecretAuthProvider([secret])).contains("canary"))
    }
}
