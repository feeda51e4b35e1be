import Foundation
import Logging
import MCPCore
import MCPHTTPServer
import MCPTransportHTTP
import Testing

/// `ticket-mcp-stdio doctor` and `ticket-mcp-sse healthcheck`, with the programs as they are shipped.
@Suite(.timeLimit(.minutes(2))) struct DoctorTests {
    /// A ticket API that has what it is told to have.
    private final class Desk: HTTPHandler {
        let answers: [String: (status: Int, body: String)]

        init(_ answers: [String: (status: Int, body: String)]) {
            self.answers = answers
        }

        static let healthy = Desk([
            "/health": (200, #"{"status":"ok","version":"9.8.7"}"#), "/statuses": (200, #"[{"id":1},{"id":2}]"#),
            "/me": (200, "{\"name\":\"Ada\\u001b[31m\"}"), "/ready": (200, "{}"),
        ])

        func serve(_ request: HTTPRequest, _ responder: any HTTPResponder) -> (any HTTPExchange)? {
            let answer = answers[request.path] ?? (404, #"{"title":"nothing"}"#)
            responder.respond(HTTPResponseHead(answer.status, ["content-type": "application/json"]), Array(answer.body.utf8))
            return nil
        }

        func shutdown(within time: Duration) async {}
    }

    private func serving<Value: Sendable>(
        _ desk: Desk, _ body: @escaping @Sendable (_ port: Int) async throws -> Value
    ) async throws -> Value {
        var configuration = HTTPServerConfiguration(addresses: [.tcp(host: "127.0.0.1", port: 0)], eventLoopThreads: 1)
        configuration.drainTime = .seconds(1)
        let server = HTTPServer(
            handler: desk, configuration: configuration, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask {
                try await server.run()
                return nil
            }
            group.addTask {
                let address = try await server.boundAddresses[0].description
                return try await body(try #require(Int(address.split(separator: ":").last ?? "")))
            }
            while let value = try await group.next() {
                guard let value else { continue }
                server.beginGracefulShutdown()
                try await group.waitForAll()
                return value
            }
            throw CancellationError()
        }
    }

    private func doctor(_ desk: Desk, _ more: [String: String] = [:], home: Home) async throws -> ShippedProgram.Outcome {
        try await serving(desk) { port in
            let environment = more.merging(["MCP_API_BASE_URL": "http://127.0.0.1:\(port)"]) { own, _ in own }
            return try await ShippedProgram("ticket-mcp-stdio").run(["doctor"], in: home, environment: environment)
        }
    }

    @Test func allIsWell() async throws {
        let home = try Home()
        let program = try ShippedProgram("ticket-mcp-stdio")
        #expect(try await program.run(["install", "--client", "cursor", "--api-base-url", "https://a.example"], in: home).isSuccess)
        let outcome = try await doctor(.healthy, ["MCP_API_KEY": "0123456789"], home: home)
        #expect(outcome.isSuccess, "\(outcome.output)")
        for words in ["version 9.8.7", "2 statuses", "2026-07-28", "Cursor starts", "made as Ada[31m"] {
            #expect(outcome.output.contains(words), "\(words): \(outcome.output)")
        }
        #expect(!outcome.output.contains("FAIL") && !outcome.output.contains("0123456789") && !outcome.output.contains("\u{1B}"))
    }

    @Test func eachFaultSaysWhatToDo() async throws {
        let cases: [(Desk, [String: String], String)] = [
            (Desk(["/health": (200, "{}"), "/statuses": (401, "{}")]), [:], "MCP_API_KEY_FILE"),
            (Desk(["/health": (200, "{}"), "/statuses": (401, "{}")]), ["MCP_API_KEY": "wrong"], "does not accept our key"),
            (Desk([:]), [:], "docs/upstream.md"), (Desk(["/health": (503, "{}")]), [:], "not available now"),
            (Desk(["/statuses": (200, "{}")]), [:], "no list"),
            (.healthy, ["MCP_UPSTREAM_AUTH": "header"], "ticket-mcp-sse"), (.healthy, ["MCP_TIME_ZONE": "Mars"], "docs/operations.md"),
            (.healthy, ["MCP_API_BASE_URL": "http://127.0.0.1:1"], "cannot be reached"), (.healthy, ["MCP_API_BASE_URL": ""], "--demo"),
        ]
        for (desk, environment, words) in cases {
            let outcome = try await doctor(desk, environment, home: try Home())
            #expect(!outcome.isSuccess && outcome.output.contains("FAIL"), "\(words): \(outcome.output)")
            #expect(outcome.output.contains(words), "\(words): \(outcome.output)")
        }
    }

    @Test func doubtsDoNotFail() async throws {
        let home = try Home()
        try home.write(".cursor/mcp.json", "{,}")
        let outcome = try await doctor(.healthy, ["MCP_READONLY": "true"], home: home)
        #expect(
            outcome.isSuccess && outcome.output.contains("MCP_READONLY") && outcome.output.contains("mcp.json:1:2"), "\(outcome.output)")
    }

    @Test func aClientThatStartsWhatIsNotThereFails() async throws {
        let home = try Home()
        try home.write(".cursor/mcp.json", #"{"mcpServers": {"desk": {"command": "/nowhere/ticket-mcp-stdio"}}}"#)
        let outcome = try await doctor(.healthy, home: home)
        #expect(!outcome.isSuccess && outcome.output.contains("--client cursor --name desk --replace"), "\(outcome.output)")
    }

    @Test func theHealthcheckFollowsTheServer() async throws {
        let home = try Home()
        let program = try ShippedProgram("ticket-mcp-sse")
        let outcomes = try await serving(.healthy) { port in
            [
                try await program.run(["healthcheck"], in: home, environment: ["PORT": "\(port)"]),
                try await program.run(["healthcheck", "--port", "\(port)", "--path", "/nothing"], in: home),
            ]
        }
        #expect(outcomes[0].isSuccess && outcomes[0].output.isEmpty, "\(outcomes[0].output)")
        #expect(!outcomes[1].isSuccess && outcomes[1].output.contains("/nothing: status 404"), "\(outcomes[1].output)")
        let gone = try await program.run(["healthcheck", "--port", "1"], in: home)
        #expect(!gone.isSuccess && gone.output.contains("refused"), "\(gone.output)")
    }
}
