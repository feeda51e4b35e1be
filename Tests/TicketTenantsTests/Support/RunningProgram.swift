import Foundation
import MCPTesting
import Subprocess
import Testing

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// The HTTP program as a process of its own.
struct RunningProgram: Sendable {
    /// What it has said so far, on either way.
    private let said = Observed("")
    private let signal: @Sendable (Signal) throws -> Void

    var output: String { said.state }

    /// Suspends until the program has said something.
    func says(_ text: String) async throws { try await said.wait { $0.contains(text) } }

    func send(_ signal: Signal) throws { try self.signal(signal) }

    /// Runs the program to its end, which `body` brings about.
    /// - Parameter environment: all of it.
    /// - Returns: how it ended, and all that it said.
    @discardableResult
    static func run(
        _ arguments: [String], environment: [String: String] = [:], in folder: Folder,
        _ body: @escaping @Sendable (RunningProgram) async throws -> Void = { _ in }
    ) async throws -> (isSuccess: Bool, output: String) {
        var variables = Dictionary(uniqueKeysWithValues: environment.map { (Environment.Key(stringLiteral: $0.key), $0.value) })
        // What a run with coverage goes by: without it the lines of the program would not count.
        if let profile = ProcessInfo.processInfo.environment["LLVM_PROFILE_FILE"] { variables["LLVM_PROFILE_FILE"] = profile }
        let outcome = try await Subprocess.run(
            .path(FilePath(try path())), arguments: Arguments(arguments), environment: .custom(variables),
            workingDirectory: FilePath(folder.path), input: .none, output: .sequence, error: .combinedWithOutput
        ) { child in
            let program = RunningProgram { try child.send(signal: $0) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    do {
                        try await body(program)
                    } catch {
                        try child.send(signal: .kill)
                        throw error
                    }
                }
                for try await line in child.standardOutput.strings() { program.said.change { $0 += line + "\n" } }
                try await group.waitForAll()
            }
            return program.output
        }
        return (outcome.terminationStatus.isSuccess, outcome.closureResult)
    }

    private init(signal: @escaping @Sendable (Signal) throws -> Void) {
        self.signal = signal
    }

    /// Beside the tests, where the package builds it.
    private static func path() throws -> String {
        let folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        let paths = ["ticket-mcp-sse", "MCPSSE"].map { folder.appending(path: $0).path() }
        return try #require(paths.first { FileManager.default.isExecutableFile(atPath: $0) }, "the program is not built")
    }
}
