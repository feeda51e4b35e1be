import Subprocess
import Testing

/// The HTTP program with callers who bring access tokens.
@Suite(.timeLimit(.minutes(3))) struct OAuthTests {
    @Test func theOfficialClientGetsItselfAToken() async throws {
        let outcome = try await Program.python().run([Program.client("oauth_flow.py"), Program.built("ticket-mcp-sse").path])
        #expect(outcome.isSuccess && outcome.output == "done\n", "\(outcome.output)\(outcome.errors)")
    }

    /// A server that would let in nobody, or too many, does not start, and says what to change.
    @Test(arguments: [
        (["MCP_OAUTH_ENABLED": "true"], "MCP_OAUTH_ENABLED needs MCP_OAUTH_ISSUER"),
        (["MCP_OAUTH_ISSUER": "https://login.example"], "say MCP_OAUTH_ENABLED=true"),
        (["MCP_OAUTH_PROVIDER": "google"], "say MCP_OAUTH_ENABLED=true"),
        (["MCP_OAUTH_ENABLED": "true", "MCP_OAUTH_ISSUER": "https://login.example"], "set MCP_PUBLIC_URL"),
        (
            ["MCP_OAUTH_ENABLED": "true", "MCP_OAUTH_ISSUER": "http://login.example", "MCP_OAUTH_AUDIENCE": "us"],
            "http://login.example is no issuer"
        ),
        (
            ["MCP_OAUTH_ENABLED": "true", "MCP_OAUTH_ISSUER": "http://127.0.0.1:1", "MCP_OAUTH_AUDIENCE": "us"],
            "http://127.0.0.1:1 is no issuer"
        ),
        (["MCP_OAUTH_ENABLED": "true", "MCP_OAUTH_PROVIDER": "google"], "needs MCP_OAUTH_CLIENT_ID"),
        (["MCP_OAUTH_ENABLED": "true", "MCP_OAUTH_PROVIDER": "gogle"], "must be google"),
        (
            ["MCP_OAUTH_ENABLED": "true", "MCP_OAUTH_PROVIDER": "google", "MCP_OAUTH_ISSUER": "https://login.example"], "exclude each other"
        ),
        (
            [
                "MCP_OAUTH_ENABLED": "true", "MCP_OAUTH_ISSUER": "https://login.example", "MCP_OAUTH_AUDIENCE": "us",
                "MCP_OAUTH_CLIENT_ID": "x",
            ],
            "belong together"
        ),
        (
            [
                "MCP_OAUTH_ENABLED": "true", "MCP_OAUTH_ISSUER": "https://a.example,https://b.example", "MCP_OAUTH_AUDIENCE": "us",
                "MCP_OAUTH_CLIENT_ID": "x", "MCP_OAUTH_CLIENT_SECRET": "canary-secret",
            ], "one issuer only"
        ),
        (
            [
                "MCP_OAUTH_ENABLED": "true", "MCP_OAUTH_ISSUER": "https://login.example", "MCP_OAUTH_AUDIENCE": "us",
                "MCP_OAUTH_NETWORK": "all",
            ],
            "must be public, private or loopback"
        ),
    ])
    func settingsThatCannotBeUsed(_ variables: [String: String], _ said: String) async throws {
        let outcome = try await Program.built("ticket-mcp-sse").run(
            ["--port", "0", "--api-base-url", "http://127.0.0.1:1"], environment: Self.with(variables))
        #expect(!outcome.isSuccess && outcome.output.isEmpty)
        #expect(outcome.errors.contains(said), "\(outcome.errors)")
        #expect(!outcome.errors.contains("canary"))
    }

    private static func with(_ variables: [String: String]) -> [Environment.Key: String?] {
        var environment: [Environment.Key: String?] = ["MCP_PUBLIC_URL": nil, "MCP_HOST": nil, "MCP_API_BASE_URL": nil]
        for (name, value) in variables {
            if let key = Environment.Key(rawValue: name) { environment.updateValue(value, forKey: key) }
        }
        return environment
    }
}
