import Foundation
import MCPTesting
import Subprocess
import Testing

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// `ticket-mcp-sse` as it is shipped, for as long as something is done with it.
enum ServedProgram {
    struct Addresses: Sendable {
        let main: String
        /// Nil where the program does not say that it has one.
        let metrics: String?
    }

    struct Outcome<Value: Sendable>: Sendable {
        let value: Value
        /// Of standard error.
        let log: [String]
        let isSuccess: Bool
    }

    /// Ends it with SIGTERM.
    static func run<Value: Sendable>(
        _ arguments: [String], environment: [String: String], _ body: @escaping @Sendable (Addresses) async throws -> Value
    ) async throws -> Outcome<Value> {
        var variables: [Environment.Key: String] = ["PATH": "/usr/bin:/bin"]
        // What a run with coverage goes by: without it the lines of the program would not count.
        if let profile = ProcessInfo.processInfo.environment["LLVM_PROFILE_FILE"] { variables["LLVM_PROFILE_FILE"] = profile }
        for (name, value) in environment { variables[Environment.Key(stringLiteral: name)] = value }
        let outcome = try await Subprocess.run(
            .path(FilePath(try path())), arguments: Arguments(arguments), environment: .custom(variables), workingDirectory: "/",
            input: .none, output: .sequence, error: .string(limit: 8 << 20)
        ) { child in
            var lines = child.standardOutput.strings().makeAsyncIterator()
            var (main, metrics) = (String?.none, String?.none)
            // The last line that it says at the start, with and without metrics.
            let last = arguments.contains("--metrics-port") ? "/metrics" : "Claude Code"
            while let line = try await lines.next() {
                if let match = line.firstMatch(of: /is at (http:\/\/[^\s]+)/) { main = String(match.1) }
                if let match = line.firstMatch(of: /(http:\/\/[^\s]+)\/metrics/) { metrics = String(match.1) }
                if line.contains(last) { break }
            }
            guard let main else { return Value?.none }
            let value = try await body(Addresses(main: main, metrics: metrics))
            try child.send(signal: .terminate)
            while try await lines.next() != nil {}
            return value
        }
        let value = try #require(outcome.closureResult, "it said no address: \(outcome.standardError)")
        return Outcome(
            value: value, log: outcome.standardError.split(separator: "\n").map(String.init), isSuccess: outcome.terminationStatus.isSuccess
        )
    }

    /// Beside the tests, where the package builds it.
    private static func path() throws -> String {
        let folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        let paths = ["ticket-mcp-sse", "MCPSSE"].map { folder.appending(path: $0).path() }
        return try #require(paths.first { FileManager.default.isExecutableFile(atPath: $0) }, "the program is not built")
    }

    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
}
