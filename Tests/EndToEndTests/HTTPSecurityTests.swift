import Subprocess
import Testing

/// The HTTP program under those who mean it harm, and at its end.
@Suite(.timeLimit(.minutes(3))) struct HTTPSecurityTests {
    /// What a second signal does while the server drains: nothing. A call in flight keeps its time, and its answer.
    @Test(arguments: [("SIGTERM", "SIGTERM"), ("SIGINT", "SIGINT"), ("SIGTERM", "SIGINT")])
    func aSecondSignalChangesNothing(_ first: String, _ second: String) async throws {
        try await expectDone("http_signals.py", first, second)
    }

    @Test(arguments: ["variables", "files"]) func noSecretIsShown(_ way: String) async throws {
        try await expectDone("http_secrets.py", way)
    }

    @Test func manyWhoComeAndGoAndManyWhoAreSlow() async throws {
        let service = try await Program.built("ticket-mcp-sse").serve(
            ["--port", "0", "--log-level", "warning", "--api-base-url", "http://127.0.0.1:1"], environment: Self.own("0")
        ) { address in
            try await Program.python().run([Program.client("http_reconnects.py"), address])
        }
        let outcome = service.result
        #expect(outcome.isSuccess && outcome.output == "done\n", "\(outcome.output)\(outcome.errors)\(service.errors)")
        #expect(service.status.isSuccess && service.stopTime < .seconds(10), "\(service.status) \(service.errors)")
    }

    private func expectDone(_ client: String, _ arguments: String...) async throws {
        let program = try Program.built("ticket-mcp-sse")
        let outcome = try await Program.python().run([Program.client(client), program.path] + arguments, environment: Self.own())
        #expect(outcome.isSuccess && outcome.output == "done\n", "\(outcome.output)\(outcome.errors)")
    }

    /// The settings of whoever runs the tests are not the tests' own.
    private static func own(_ rate: String? = nil) -> [Environment.Key: String?] {
        [
            "MCP_HOST": nil, "PORT": nil, "MCP_MCP_API_KEY": nil, "MCP_SHARED_SECRET": nil, "SHARED_SECRET": nil,
            "MCP_ALLOWED_ORIGINS": nil, "MCP_ALLOWED_HOSTS": nil, "MCP_PUBLIC_URL": nil, "MCP_API_BASE_URL": nil, "MCP_RATE_LIMIT": rate,
        ]
    }
}
