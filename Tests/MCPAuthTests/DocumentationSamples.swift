import Logging
import MCPAuth
import MCPCore
import Testing

// What the catalogue of MCPAuth shows, to the letter: `Scripts/check-docs.py` compares them.

@Suite struct DocumentationSamples {
    @Test func nobodyComesInWithoutAToken() async throws {
        let logger = Logger(label: "test")
        var configuration = OAuthConfiguration(issuers: [TrustedIssuer("https://login.example")], audiences: ["https://desk.example/mcp"])
        configuration.requiredScopes = ["tickets:read"]
        let tokens = try OAuthProvider(configuration, logger: logger)
        let answer = tokens.authenticateAtOnce(AuthRequest(channel: .http(method: "POST", path: "/mcp"), headers: [], remoteAddress: nil))
        guard case .failure = answer else { throw CancellationError() }
        await tokens.shutdown()
    }
}
