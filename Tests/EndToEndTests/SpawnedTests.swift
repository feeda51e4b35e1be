import Foundation
import MCPCore
import MCPTesting
import Subprocess
import Testing

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// The stdio program as a process: its streams, its signals, its end.
@Suite(.timeLimit(.minutes(2))) struct SpawnedTests {
    private static let open =
        #"{"jsonrpc":"2.0","id":"open","method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{}}}"# + "\n"

    @Test func aStrayPrintDoesNotReachTheClient() async throws {
        let outcome = try await Program.built("EchoServer").run([], input: Self.open)
        #expect(outcome.isSuccess)
        #expect(outcome.output.split(separator: "\n").count == 1)
        #expect(outcome.output.hasPrefix(#"{"jsonrpc":"2.0","id":"open","result""#))
        #expect(outcome.errors.contains("a stray line"))
    }

    @Test func itAnswersWithoutAnUpstreamAndSaysWhatToSet() async throws {
        let list = #"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"# + "\n"
        let call = #"{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"get_statuses"}}"# + "\n"
        let outcome = try await Program.built("ticket-mcp-stdio").run(
            [], input: Self.open + list + call, environment: ["MCP_API_BASE_URL": nil])
        #expect(outcome.isSuccess)
        let replies = try outcome.output.split(separator: "\n").map { try JSON(parsing: String($0)) }
        #expect(replies.first { $0["id"] == 1 }?["result"]?["tools"]?.array?.count == 11)
        let refused = try #require(replies.first { $0["id"] == 2 }?["result"])
        #expect(refused["isError"] == true)
        #expect(refused["content"]?[0]?["text"]?.string?.contains("MCP_API_BASE_URL") == true)
    }

    @Test func everySplitOfTheInputGivesTheSame() async throws {
        let call = #"{"jsonrpc":"2.0","id":"呼","method":"tools/call","params":{"name":"echo","arguments":{"text":"印刷"}}}"# + "\r\n"
        let bytes = Array((Self.open + call).utf8)
        let whole = try await Program.built("EchoServer").run([], input: Self.open + call).output
        #expect(whole.split(separator: "\n").count == 2)
        let program = try Program.built("EchoServer")
        // Every byte of the second message by itself, flushed: the process sees as many reads as it likes.
        let result = try await Subprocess.run(
            .path(FilePath(program.path)), input: .inputWriter, output: .string(limit: 1 << 20), error: .discarded
        ) { child in
            _ = try await child.standardInputWriter.write(Array(Self.open.utf8))
            for byte in bytes.dropFirst(Self.open.utf8.count) { _ = try await child.standardInputWriter.write([byte]) }
            try await child.standardInputWriter.finish()
        }
        #expect(result.standardOutput == whole)
    }

    @Test(arguments: [Signal.terminate, .interrupt]) func aSignalDrainsAndEndsInPeace(_ signal: Signal) async throws {
        let program = try Program.built("EchoServer")
        let result = try await Subprocess.run(
            .path(FilePath(program.path)), input: .inputWriter, output: .sequence, error: .discarded
        ) { child in
            _ = try await child.standardInputWriter.write(Array(Self.open.utf8))
            var lines: [String] = []
            for try await line in child.standardOutput.strings() {
                lines.append(line)
                // Once it has answered it is serving, and its handler is in place.
                if lines.count == 1 { try child.send(signal: signal) }
            }
            return lines
        }
        #expect(result.terminationStatus.isSuccess)
        #expect(result.closureResult.count == 1)
        WireCheck.record(client: Self.open, server: result.closureResult.joined(separator: "\n"))
    }

    @Test func aClientThatClosesItsReadingEndIsNoFailure() async throws {
        let outcome = try await Program(path: "/bin/sh").run(
            [
                "-c",
                "(printf '%s' \"$1\"; for i in 1 2 3 4 5 6 7 8 9; do printf '%s' \"$2\"; done; sleep 0) | \"$0\" | head -c 10 >/dev/null; true",
                Program.built("EchoServer").path, Self.open, Self.open,
            ])
        #expect(outcome.isSuccess)
        #expect(!outcome.errors.contains("Fatal") && !outcome.errors.contains("SIGPIPE"))
    }

    @Test(
        arguments: [
            (["--api-base-url", "ftp://desk.example"], [:], "https://"),
            (["--api-base-url", "https://user:pw@desk.example"], [:], "user name"),
            (["--demo"], ["MCP_API_BASE_URL": "https://desk.example"], "--demo"),
            ([], ["MCP_API_KEY": "${TICKET_KEY}"], "MCP_API_KEY holds an unexpanded"),
            ([], ["MCP_API_KEY_FILE": "/nonexistent/key"], "MCP_API_KEY_FILE"),
            (["--log-level", "loud"], [:], "MCP_LOG_LEVEL"),
            (["--time-zone", "Mars/Olympus"], [:], "zone"),
            (["--env-file", "/nonexistent/.env"], [:], "no such file"),
        ] as [([String], [String: String], String)])
    func wrongConfigurationIsOneClearLine(_ arguments: [String], _ variables: [String: String], _ expected: String) async throws {
        let environment = Dictionary(
            uniqueKeysWithValues: variables.compactMap { name, value in Environment.Key(rawValue: name).map { ($0, Optional(value)) } })
        let outcome = try await Program.built("ticket-mcp-stdio").run(arguments, environment: environment)
        #expect(!outcome.isSuccess)
        #expect(outcome.output.isEmpty)
        let lines = outcome.errors.split(separator: "\n")
        #expect(lines.count == 1, "\(outcome.errors)")
        #expect(lines.first?.contains(expected) == true, "\(outcome.errors)")
        #expect(!outcome.errors.contains("pw"))
    }

    @Test func helpAndVersion() async throws {
        let help = try await Program.built("ticket-mcp-stdio").run(["--help"])
        #expect(help.isSuccess && help.output.contains("--demo") && help.output.contains("MCP_API_BASE_URL"))
        let version = try await Program.built("ticket-mcp-stdio").run(["--version"])
        #expect(version.isSuccess && version.output.first?.isNumber == true)
    }

    @Test func unknownVariablesAreWarnedOf() async throws {
        let outcome = try await Program.built("ticket-mcp-stdio").run([], environment: ["MCP_API_BSE_URL": "https://desk.example"])
        #expect(outcome.isSuccess)
        #expect(outcome.errors.contains("MCP_API_BSE_URL"))
    }

    @Test(arguments: [("true", true), ("false", false)]) func typesCanBeTakenToTheLetter(_ value: String, _ isRefused: Bool) async throws {
        let call =
            #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get_ticket_list","arguments":{"limit":"5"}}}"# + "\n"
        let outcome = try await Program.built("ticket-mcp-stdio").run(
            [], input: Self.open + call, environment: ["MCP_STRICT_TYPES": value, "MCP_API_BASE_URL": nil])
        #expect(outcome.output.contains("limit: must be an integer") == isRefused)
    }
}
