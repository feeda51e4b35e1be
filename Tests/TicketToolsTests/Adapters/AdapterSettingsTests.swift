internal import Logging
internal import MCPCore
internal import Testing
internal import TicketServer

@testable internal import TicketTools

/// From variables to what is served.
@Suite struct AdapterSettingsTests {
    private func settings(_ variables: [String: String], demo: Bool = false) throws -> TicketSettings {
        var options = TicketOptions.Values()
        options.demo = demo
        return try TicketSettings(options, try SettingsReader(environment: EnvironmentVariables(variables), dotEnvPath: nil))
    }

    @Test func theMappingIsReadAndTheModelIsToldOfIt() throws {
        let settings = try settings(["MCP_API_MAPPING": AdapterClient.path("redmine"), "MCP_API_BASE_URL": "https://redmine.example"])
        #expect(settings.tickets.mapping?.name == "Redmine" && settings.tickets.mapping?.keyHeader.name == "x-redmine-api-key")
        let server = TicketBlueprint(settings.tickets, isReachedByOthers: false).make(audit: nil, logger: Logger(label: "test")).server
        let instructions = server.description.instructions ?? ""
        #expect(instructions.contains("The tickets are in Redmine.") && instructions.contains("Redmine has no idempotency keys"))
    }

    @Test func theOptionWins() throws {
        var options = TicketOptions.Values()
        options.mapping = AdapterClient.path("zendesk")
        let reader = try SettingsReader(environment: EnvironmentVariables(["MCP_API_MAPPING": "/nowhere.yaml"]), dotEnvPath: nil)
        #expect(try TicketSettings(options, reader).tickets.mapping?.name == "Zendesk")
    }

    @Test(
        arguments: [
            (["MCP_API_MAPPING": "/nowhere.yaml"], "no such file"), (["MCP_LANGUAGE": "fr"], "must be one of ja, en"),
        ] as [([String: String], String)])
    func whatCannotBeUsedIsRefused(_ variables: [String: String], _ words: String) {
        let error = #expect(throws: SettingError.self) { try settings(variables) }
        #expect(error?.description.contains(words) == true)
    }

    @Test func theDemoSpeaksOurShape() {
        #expect(throws: SettingError.self) { try settings(["MCP_API_MAPPING": AdapterClient.path("redmine")], demo: true) }
    }

    @Test func theLanguageIsWhatPromptsSpeak() async throws {
        for (language, words) in [("ja", "チケット"), ("en", "ticket")] {
            let settings = try settings(["MCP_LANGUAGE": language])
            let client = try await CatalogClient.open { $0.language = settings.tickets.language }
            let reply = try await client.prompt("draft_reply", ["number": "T-000003"])
            let text = try #require(reply["result"]?["messages"]?[0]?["content"]?["text"]?.string)
            let head = String(text.prefix { $0 != "<" })
            #expect(head.contains(words) && (PromptLanguage(of: head) == .japanese) == (language == "ja"), "\(head)")
        }
    }
}
