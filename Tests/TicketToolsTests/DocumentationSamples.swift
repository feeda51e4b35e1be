import MCPCore
import MCPTesting
import Testing
import TicketTools

// What the documentation of TicketTools shows, to the letter: `Scripts/check-docs.py` compares them.

@Suite(.timeLimit(.minutes(1))) struct DocumentationSamples {
    @Test func theServerHasTheTools() async throws {
        let key = "key"
        let configuration = TicketConfiguration(baseURL: try BaseURL("https://desk.example/api"), apiKey: Secret(key))
        let client = APIClient(configuration: configuration)
        let server = MCPServer(
            Implementation(name: "ticket-mcp", version: "1.0"), instructions: TicketToolBox.instructions, declaring: TicketToolBox.kinds(),
            catalog: { TicketToolBox.catalog(client: client, configuration: configuration) })
        let peer = InProcessPeer(server)
        try await peer.open(.v2025_11_25)
        let tools = try await peer.request("tools/list", [:])["result"]?["tools"]?.array
        #expect(tools?.count == 11)
    }
}
