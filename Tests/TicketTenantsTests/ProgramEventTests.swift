import HTTPFetch
import MCPCore
import Subprocess
import Testing

/// Events with the program as it is shipped.
@Suite(.timeLimit(.minutes(2))) struct ProgramEventTests {
    private static let secret = "a-secret-for-webhooks-0123456789"

    private func run(
        _ environment: [String: String] = [:], _ body: @escaping @Sendable (_ url: String, _ program: RunningProgram) async throws -> Void
    ) async throws {
        let (folder, desk) = (try Folder(), FakeDesk("acme"))
        try await LiveServer.run(desk) { deskURL async throws in
            let all = environment.merging(["MCP_API_BASE_URL": deskURL, "PORT": "0"]) { $1 }
            let outcome = try await RunningProgram.run([], environment: all, in: folder) { program in
                try await program.says("/health")
                try await body(String(try #require(program.output.firstMatch(of: /is at (http:[^\s]+)/)).1), program)
                try program.send(.terminate)
            }
            #expect(outcome.isSuccess && !outcome.output.contains("unknown variable"), "\(outcome.output)")
            for value in environment.values { #expect(!outcome.output.contains(value)) }
        }
    }

    @Test func keysAndSecretsOfEvents() async throws {
        let keys = (watch: "key-to-watch-with-0", admin: "key-of-the-admin-0", tools: "key-for-the-tools-0")
        let environment = [
            "MCP_EVENTS_API_KEY": keys.watch, "MCP_EVENTS_ADMIN_KEY": keys.admin, "MCP_MCP_API_KEY": keys.tools,
            "MCP_EVENTS_SECRET": Self.secret,
        ]
        try await run(environment) { url, _ in
            let (nobody, tools) = (LiveClient(url, key: ""), LiveClient(url, key: keys.tools))
            let (watcher, admin) = (LiveClient(url, key: keys.watch), LiveClient(url, key: keys.admin))
            for path in ["/events/stream", "/events/debug"] {
                #expect(try await nobody.send(.get, path).status == 401)
                #expect(try await tools.send(.get, path).status == 401)
            }
            #expect(try await watcher.send(.post, "/mcp", ["jsonrpc": "2.0", "id": 1, "method": "ping"]).status == 401)
            #expect(try await watcher.send(.get, "/events/debug").status == 403)
            let (body, seconds) = (#"{"type":"ticket_updated","ticket":"T-1"}"#, WallClock.milliseconds / 1_000)
            let code = HMACSHA256(key: Array(Self.secret.utf8)).code(for: Array("\(seconds).\(body)".utf8)).hexadecimal
            let posted = try await nobody.send(
                .post, "/events", try JSON(parsing: body), [("x-webhook-signature", "t=\(seconds),v1=\(code)")])
            #expect(posted.status == 202 && posted.json?["accepted"] == 1)
            let page = try await admin.send(.get, "/events/debug")
            #expect(page.json?["events_told"] == 1 && page.json?["clients"] == 0)
        }
    }

    /// What a tool changes is told, without anything being set.
    @Test func whatAToolChangesIsTold() async throws {
        try await run(["MCP_EVENTS_ADMIN_KEY": "key-of-the-admin-0"]) { url, program in
            let client = LiveClient(url, key: "")
            #expect(try await client.send(.post, "/events", [:]).status == 404)
            let answer = try await client.call("update_ticket", ["ticket": 1, "expected_version": 3, "set": ["priority": "high"]])
            #expect(answer.said?.contains("acme-1") == true, "\(answer.text)")
            let page = try await LiveClient(url, key: "key-of-the-admin-0").send(.get, "/events/debug")
            #expect(page.status == 200 && page.json?["events_told"] == 1, "\(page.text)")
            try await program.says("no feed of changes")
        }
    }

    @Test(
        arguments: [
            (["MCP_EVENTS_API_KEY": "short"], "MCP_EVENTS_API_KEY is too short"),
            (["MCP_EVENTS_SECRET": "not-long-enough"], "MCP_EVENTS_SECRET is too short"),
            (["MCP_EVENTS_SECRET_PREVIOUS": "0123456789012345678901234567890123"], "needs MCP_EVENTS_SECRET"),
            (["MCP_EVENTS_API_KEY": "0123456789012345", "MCP_EVENTS_ADMIN_KEY": "0123456789012345"], "must be two keys"),
        ] as [([String: String], String)])
    func settingsThatCannotBeMeant(_ environment: [String: String], _ words: String) async throws {
        let outcome = try await RunningProgram.run([], environment: environment.merging(["PORT": "0"]) { $1 }, in: try Folder())
        #expect(!outcome.isSuccess && outcome.output.contains(words), "\(outcome.output)")
    }
}
