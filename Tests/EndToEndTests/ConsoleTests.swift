import Foundation
import Subprocess
import Testing

/// The console as readers have it: in Chromium, against programs as they are shipped.
@Suite(.timeLimit(.minutes(10))) struct ConsoleTests {
    private static let key = "a-key-of-the-tests-0001"

    /// Each dialect and each era: connect, list, call, progress, cancel, questions, resources, prompts, history, charts, frames.
    @Test func everyDialectAndEra() async throws {
        let program = try Program.built("EverythingServer")
        let service = try await program.serve(["0"]) { address in
            try await Program.python().run([Program.client("console_eras.py"), address])
        }
        let outcome = service.result
        #expect(outcome.isSuccess && outcome.output == "done\n", "\(outcome.output)\(outcome.errors)\(service.errors)")
    }

    /// Forms, both languages, light and dark, small screens, keyboards, and where the key goes.
    @Test func tickets() async throws {
        let variables = ["MCP_MCP_API_KEY": Self.key, "MCP_TOOLSETS": "tickets,directory,masters,reports", "MCP_RATE_LIMIT": "0"]
        let service = try await Self.serve(["--demo"], variables) { address in
            try await Program.python().run([Program.client("console_tickets.py"), address, Self.key])
        }
        let outcome = service.result
        #expect(outcome.isSuccess && outcome.output == "done\n", "\(outcome.output)\(outcome.errors)\(service.errors)")
        #expect(!service.errors.contains(Self.key))
    }

    /// What somebody changes over stdio is in the browser at once; what was missed is there when the page comes back.
    @Test func liveEvents() async throws {
        let programs = try ["ticket-mcp-sse", "ticket-mcp-stdio", "ticket-api"].map { try Program.built($0).path }
        let outcome = try await Program.python().run([Program.client("console_events.py")] + programs)
        #expect(outcome.isSuccess && outcome.output == "done\n", "\(outcome.output)\(outcome.errors)")
    }

    /// Off, unless it is asked for.
    @Test(arguments: [([], [:], false), (["--console"], [:], true), ([], ["MCP_CONSOLE": "true"], true), (["--demo"], [:], true)])
    func whereItIs(_ arguments: [String], _ variables: [String: String], _ isServed: Bool) async throws {
        let service = try await Self.serve(arguments, variables) { address in
            try await Program(path: "/usr/bin/env")
                .run(["curl", "-sS", "--noproxy", "*", "--max-time", "10", "-w", " %{http_code}", "\(address)/console"]).output
        }
        #expect(service.result.hasSuffix(isServed ? " 200" : " 404"))
        #expect(service.result.contains("MCP Console") == isServed)
    }

    /// Behind a proxy the page has the public address, which may then talk to us. It opens nothing else.
    @Test(arguments: [
        (["--console", "--allow-host", "desk.example"], "https://desk.example", "desk.example", "200"),
        (["--console", "--allow-host", "desk.example"], "https://evil.example", "desk.example", "403"),
        (["--console", "--allow-host", "desk.example"], "https://desk.example", "evil.example", "403"),
        (["--allow-host", "desk.example"], "https://desk.example", "desk.example", "403"),
        (["--console"], "https://desk.example", "evil.example", "403"),
    ])
    func whoMayCallFromAPage(_ arguments: [String], _ origin: String, _ host: String, _ status: String) async throws {
        let service = try await Self.serve(arguments + ["--public-url", "https://desk.example/tools"], [:]) { address in
            try await Program(path: "/usr/bin/env").run([
                "curl", "-sS", "--noproxy", "*", "--max-time", "10", "-w", " %{http_code}", "-H", "origin: \(origin)", "-H",
                "host: \(host)",
                "-H", "content-type: application/json", "-d", #"{"jsonrpc":"2.0","id":1,"method":"ping"}"#, "\(address)/rpc",
            ]).output
        }
        #expect(service.result.hasSuffix(" \(status)"), "\(service.result)")
    }

    private static func serve<Result: Sendable>(
        _ arguments: [String], _ variables: [String: String], _ body: (String) async throws -> Result
    ) async throws -> Program.Service<Result> {
        var environment: [Environment.Key: String?] = ["MCP_API_BASE_URL": nil, "MCP_CONSOLE": nil, "PORT": nil]
        for (name, value) in variables {
            if let key = Environment.Key(rawValue: name) { environment.updateValue(value, forKey: key) }
        }
        return try await Program.built("ticket-mcp-sse").serve(
            arguments + ["--port", "0", "--log-level", "warning"], environment: environment, body)
    }
}
