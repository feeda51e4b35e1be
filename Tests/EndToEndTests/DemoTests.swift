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

/// `--demo`: the ticket API as a child that cannot outlive its parent.
@Suite(.timeLimit(.minutes(2))) struct DemoTests {
    private static let open =
        #"{"jsonrpc":"2.0","id":"open","method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{}}}"# + "\n"
    private static let list =
        #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get_ticket_list","arguments":{"limit":2}}}"# + "\n"

    @Test func ticketsAreThere() async throws {
        let outcome = try await Program.built("ticket-mcp-stdio").run(["--demo"], input: Self.open + Self.list)
        #expect(outcome.isSuccess)
        let replies = try outcome.output.split(separator: "\n").map { try JSON(parsing: String($0)) }
        let result = try #require(replies.first { $0["id"] == 1 }?["result"])
        #expect(result["structuredContent"]?["items"]?.array?.count == 2, "\(result.text)")
    }

    /// Killed without a chance to clean up, and its child is gone all the same.
    @Test func theChildEndsWithAKilledParent() async throws {
        let program = try Program.built("ticket-mcp-stdio")
        let result = try await Subprocess.run(
            .path(FilePath(program.path)), arguments: ["--demo", "--log-level", "debug"], input: .inputWriter, output: .sequence,
            error: .discarded
        ) { child in
            _ = try await child.standardInputWriter.write(Array((Self.open + Self.list).utf8))
            var lines: [String] = []
            for try await line in child.standardOutput.strings() {
                lines.append(line)
                if lines.count == 2 { break }
            }
            WireCheck.record(client: Self.open + Self.list, server: lines.joined(separator: "\n"))
            let grandchildren = try Self.children(of: child.processIdentifier.value)
            try child.send(signal: .kill)
            return grandchildren
        }
        let grandchildren = result.closureResult
        #expect(grandchildren.count == 1)
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(10)
        while grandchildren.contains(where: Self.isRunning), clock.now < deadline { await Task.yield() }
        #expect(!grandchildren.contains(where: Self.isRunning))
    }

    private static func children(of parent: pid_t) throws -> [pid_t] {
        let tasks = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(parent)/task")
        return try tasks.flatMap { task in
            try String(contentsOfFile: "/proc/\(parent)/task/\(task)/children", encoding: .utf8).split(separator: " ").compactMap {
                pid_t($0)
            }
        }
    }

    /// A zombie that nobody has collected is not running.
    private static func isRunning(_ process: pid_t) -> Bool {
        guard let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return false }
        return status.split(separator: ")").last?.split(separator: " ").first != "Z"
    }
}
