import Foundation
import MCPCore
import MCPTesting
import Subprocess
import Testing

/// The HTTP program as it is shipped: clients that nobody here wrote, a browser, strangers, and its settings.
@Suite(.timeLimit(.minutes(5))) struct HTTPServerTests {
    private static let key = "a-key-of-the-tests-0001"
    private static let secret = String(repeating: "0123456789abcdef", count: 4)
    private static let list = #"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"#

    // MARK: - Clients

    @Test(arguments: ["http_eras.py", "http_fastmcp.py", "http_raw.py", "http_rate.py", "browser_dialects.py"])
    func clients(_ client: String) async throws {
        // One of them looks at the rate limit; the others make as many calls as they can.
        let rate = client == "http_rate.py" ? "1" : "0"
        let service = try await Self.program().serve(Self.demo, environment: Self.with(["MCP_RATE_LIMIT": rate])) { address in
            try await Program.python().run([Program.client(client), address])
        }
        let outcome = service.result
        #expect(outcome.isSuccess && outcome.output == "done\n", "\(outcome.output)\(outcome.errors)\(service.errors)")
        Self.expectPeace(service)
    }

    /// One of everything, in every era and over every transport: the same calls, the same questions.
    @Test func everything() async throws {
        let program = try Program.built("EverythingServer")
        let service = try await program.serve(["0"]) { address in
            try await Program.python().run([Program.client("everything.py"), program.path, address])
        }
        let outcome = service.result
        #expect(outcome.isSuccess && outcome.output == "done\n", "\(outcome.output)\(outcome.errors)\(service.errors)")
    }

    @Test func nothingIsLostWhenItEndsUnderLoad() async throws {
        let outcome = try await Program.python().run(
            [Program.client("http_drain.py"), Self.program().path, Program.built("ticket-api").path], environment: Self.clean)
        #expect(outcome.isSuccess && outcome.output == "done\n", "\(outcome.output)\(outcome.errors)")
    }

    @Test func aCancelledCallIsGivenUpUpstream() async throws {
        let outcome = try await Program.python().run(
            [Program.client("http_cancel.py"), Self.program().path], environment: Self.clean)
        #expect(outcome.isSuccess && outcome.output == "done\n", "\(outcome.output)\(outcome.errors)")
    }

    // MARK: - Who may come in

    @Test(arguments: ["MCP_SHARED_SECRET", "SHARED_SECRET"]) func aSharedSecretIsAskedFor(_ name: String) async throws {
        let service = try await Self.program().serve(Self.demo, environment: Self.with([name: Self.secret])) { address in
            try await [
                Self.post(address),
                Self.post(address, "authorization: Bearer \(Self.secret.dropLast())X"),
                Self.post(address, "x-api-key: \(Self.secret)"),
                Self.post(address, "authorization: Bearer \(Self.secret)"),
                Self.curl(["\(address)/health"]),
            ]
        }
        #expect(service.result.map(\.status) == [401, 401, 401, 200, 200])
        #expect(service.result[0].headers.contains("www-authenticate: Bearer"))
        #expect(service.result[4].body.contains(#""auth":true"#))
        #expect(!service.errors.contains(Self.secret))
        Self.expectPeace(service)
    }

    @Test func anAPIKeyIsAskedFor() async throws {
        let variables = ["MCP_MCP_API_KEY": Self.key, "MCP_RATE_LIMIT": "0"]
        let service = try await Self.program().serve(Self.demo, environment: Self.with(variables)) { address in
            let answers = try await [
                Self.post(address),
                Self.post(address, "x-api-key: \(Self.key)X"),
                Self.post(address, "x-api-key;"),
                Self.post(address, "authorization: Basic \(Self.key)"),
                Self.post(address, "x-api-key: \(Self.key)"),
                Self.post(address, "authorization: Bearer \(Self.key)"),
            ]
            let streams = try await ["sse", "mcp/sse", "mcp"].asyncMap { path in
                try await Self.curl(["-H", "accept: text/event-stream", "\(address)/\(path)"])
            }
            let client = try await Program.python().run([Program.client("http_fastmcp.py"), address, Self.key])
            return (answers, streams, client)
        }
        let (answers, streams, client) = service.result
        #expect(answers.map(\.status) == [401, 401, 401, 401, 200, 200])
        #expect(answers[0].headers.contains("www-authenticate: Bearer"))
        #expect(streams.map(\.status) == [401, 401, 401])
        #expect(client.isSuccess && client.output == "done\n", "\(client.output)\(client.errors)")
        #expect(!service.errors.contains(Self.key))
        Self.expectPeace(service)
    }

    @Test func keyAndSecretMayBothBeSet() async throws {
        let variables = ["MCP_MCP_API_KEY": Self.key, "MCP_SHARED_SECRET": Self.secret]
        let service = try await Self.program().serve(Self.demo, environment: Self.with(variables)) { address in
            try await [
                Self.post(address),
                Self.post(address, "x-api-key: \(Self.key)"),
                Self.post(address, "authorization: Bearer \(Self.secret)"),
            ]
        }
        #expect(service.result.map(\.status) == [401, 200, 200])
        Self.expectPeace(service)
    }

    // MARK: - Where it listens

    @Test func aTakenPortIsNamed() async throws {
        let service = try await Self.program().serve(Self.demo) { address in
            let port = try Self.port(of: address)
            return try await (port, Self.program().run(["--demo", "--log-level", "error", "--port", "\(port)"], environment: Self.clean))
        }
        let (port, second) = service.result
        #expect(!second.isSuccess && second.output.isEmpty)
        let lines = second.errors.split(separator: "\n")
        #expect(lines.count == 1 && lines[0].contains("Port \(port) of 127.0.0.1 is in use"), "\(second.errors)")
        Self.expectPeace(service)
    }

    @Test func theFirstFreePortOfARangeIsTaken() async throws {
        let service = try await Self.program().serve(Self.demo) { address in
            let port = try Self.port(of: address)
            let range = "\(port)-\(min(port + 50, 65_535))"
            let second = try await Self.program().serve(["--demo", "--port-range", range], environment: Self.clean) { other in
                (try Self.port(of: other), try await Self.curl(["\(other)/health"]).status)
            }
            let full = try await Self.program().run(
                ["--demo", "--log-level", "error", "--port-range", "\(port)-\(port)"], environment: Self.clean)
            return (port, second, full)
        }
        let (port, second, full) = service.result
        #expect(port < second.result.0 && second.result.0 <= port + 50)
        #expect(second.result.1 == 200)
        #expect(!full.isSuccess && full.errors.contains("in use"), "\(full.errors)")
        Self.expectPeace(second)
        Self.expectPeace(service)
    }

    // MARK: - Its end

    @Test func aSignalEndsOpenStreamsInPeace() async throws {
        let service = try await Self.program().serve(Self.demo) { address in
            let streams = ["sse", "mcp/sse"].map { path in Task { try await Self.curl(["--no-buffer", "\(address)/\(path)"]) } }
            let clock = ContinuousClock()
            let deadline = clock.now + .seconds(20)
            while try await !Self.curl(["\(address)/health"]).body.contains(#""streams":2"#), clock.now < deadline {}
            return streams
        }
        let streams = try await service.result.asyncMap { try await $0.value }
        // curl takes an answer that breaks off for an error.
        #expect(streams.map(\.status) == [200, 200])
        #expect(streams[0].body.hasPrefix("event: endpoint\n") && streams[1].body.hasPrefix("event: connected\n"), "\(streams)")
        Self.expectPeace(service)
    }

    // MARK: - Its settings

    @Test(
        arguments: [
            (["--host", "0.0.0.0"], [:], "0.0.0.0 can be reached by others"),
            (["--host", "::"], [:], "can be reached by others"),
            ([], ["MCP_HOST": "192.0.2.1"], "can be reached by others"),
            ([], ["MCP_SHARED_SECRET": "short"], "MCP_SHARED_SECRET must have exactly 64 characters"),
            ([], ["SHARED_SECRET": secret + "0"], "SHARED_SECRET must have exactly 64 characters"),
            ([], ["MCP_MCP_API_KEY": "short"], "MCP_MCP_API_KEY is too short"),
            ([], ["MCP_MCP_API_KEY_FILE": "/nonexistent/key"], "MCP_MCP_API_KEY_FILE"),
            ([], ["MCP_CLOUD_RUN_TIMEOUT": "soon"], "MCP_CLOUD_RUN_TIMEOUT must be a number from 10 to 86400"),
            ([], ["MCP_CLOUD_RUN_TIMEOUT": "-1"], "MCP_CLOUD_RUN_TIMEOUT must be a number from 10 to 86400"),
            (["--port", "65536"], [:], "--port must be"),
            (["--port-range", "9000"], [:], "--port-range must be like"),
            (["--port-range", "9001-9000"], [:], "--port-range must be like"),
            (["--port", "0", "--port-range", "9000-9001"], [:], "exclude each other"),
            (["--tls-key", "/nonexistent/key"], [:], "belong together"),
        ] as [([String], [String: String], String)])
    func wrongConfigurationIsOneClearLine(_ arguments: [String], _ variables: [String: String], _ expected: String) async throws {
        // Where no port is at stake, any free one: nothing must be refused for another reason.
        let port = arguments.contains { $0.hasPrefix("--port") } ? [] : ["--port", "0"]
        let outcome = try await Self.program().run(["--demo"] + port + arguments, environment: Self.with(variables))
        #expect(!outcome.isSuccess)
        #expect(outcome.output.isEmpty)
        let lines = outcome.errors.split(separator: "\n")
        #expect(lines.count == 1, "\(outcome.errors)")
        #expect(lines.first?.contains(expected) == true, "\(outcome.errors)")
        for (name, value) in variables where name.hasSuffix("SECRET") { #expect(!outcome.errors.contains(value)) }
    }

    @Test func wrongPortVariableIsOneClearLine() async throws {
        let outcome = try await Self.program().run(["--demo"], environment: Self.with(["PORT": "http"]))
        #expect(!outcome.isSuccess && outcome.output.isEmpty)
        #expect(outcome.errors.split(separator: "\n").count == 1 && outcome.errors.contains("PORT must be a number"), "\(outcome.errors)")
    }

    @Test func helpAndVersion() async throws {
        let help = try await Self.program().run(["--help"])
        #expect(help.isSuccess && help.output.contains("--port-range") && help.output.contains("MCP_ALLOWED_ORIGINS"))
        let version = try await Self.program().run(["--version"])
        #expect(version.isSuccess && version.output.first?.isNumber == true)
    }

    // MARK: - Help

    private static let demo = ["--demo", "--port", "0", "--log-level", "warning"]
    /// The settings of whoever runs the tests are not the tests' own.
    private static let clean: [Environment.Key: String?] = [
        "MCP_HOST": nil, "PORT": nil, "MCP_MCP_API_KEY": nil, "MCP_SHARED_SECRET": nil, "SHARED_SECRET": nil, "MCP_ALLOWED_ORIGINS": nil,
        "MCP_ALLOWED_HOSTS": nil, "MCP_PUBLIC_URL": nil, "MCP_CLOUD_RUN_TIMEOUT": nil, "MCP_API_BASE_URL": nil,
    ]

    private static func program() throws -> Program { try Program.built("ticket-mcp-sse") }

    private static func with(_ variables: [String: String]) -> [Environment.Key: String?] {
        var environment = clean
        for (name, value) in variables {
            if let key = Environment.Key(rawValue: name) { environment.updateValue(value, forKey: key) }
        }
        return environment
    }

    private static func port(of address: String) throws -> Int {
        try #require(address.split(separator: ":").last.flatMap { Int($0) })
    }

    private static func expectPeace<Result: Sendable>(_ service: Program.Service<Result>) {
        #expect(service.status.isSuccess, "\(service.status) \(service.errors)")
        #expect(service.stopTime < .seconds(10))
        #expect(!service.errors.contains("Fatal"), "\(service.errors)")
    }

    private struct Answer: Sendable {
        let status: Int?
        let headers: String
        let body: String
    }

    /// `tools/list` by POST.
    private static func post(_ address: String, _ header: String = "x-none: none") async throws -> Answer {
        let answer = try await curl(["-H", "content-type: application/json", "-H", header, "--data-binary", list, "\(address)/rpc"])
        // A refusal that is about HTTP is no message.
        if answer.status == 200 { WireCheck.record(client: list, server: answer.body, assuming: .v2024_11_05) }
        return answer
    }

    private static func curl(_ arguments: [String]) async throws -> Answer {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        let path = try #require(
            folders.map { "\($0)/curl" }.first { FileManager.default.isExecutableFile(atPath: $0) },
            "run `make test`: it installs curl")
        let outcome = try await Program(path: path).run(["-sS", "-i", "--noproxy", "*", "--max-time", "60"] + arguments)
        try #require(outcome.isSuccess, "\(outcome.status) \(outcome.errors)")
        let parts = outcome.output.split(separator: "\r\n\r\n", maxSplits: 1)
        return Answer(
            status: parts.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) }, headers: parts.first.map(String.init) ?? "",
            body: parts.dropFirst().first.map(String.init) ?? "")
    }
}

extension Sequence {
    fileprivate func asyncMap<Result>(_ transform: (Element) async throws -> Result) async throws -> [Result] {
        var results: [Result] = []
        for element in self { results.append(try await transform(element)) }
        return results
    }
}
