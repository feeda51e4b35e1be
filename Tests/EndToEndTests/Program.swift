import Foundation
import MCPTesting
import Subprocess
import Testing

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// Runs programs to their end.
struct Program {
    struct Outcome {
        let status: TerminationStatus
        let output: String
        let errors: String
        var isSuccess: Bool { status.isSuccess }
    }

    let path: String

    /// A program that this package builds; it lies beside the tests.
    static func built(_ name: String) throws -> Program {
        let folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        let path = folder.appending(path: name).path()
        try #require(FileManager.default.isExecutableFile(atPath: path), "\(name) is not built")
        return Program(path: path)
    }

    /// The Python that `make test` sets up, with the client packages in it.
    static func python() throws -> Program {
        let path = root.appending(path: ".venv/bin/python").path()
        try #require(FileManager.default.isExecutableFile(atPath: path), "run `make test`: it sets up the Python clients")
        return Program(path: path)
    }

    /// The script of a client.
    static func client(_ name: String) -> String {
        URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Clients/\(name)").path()
    }

    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// - Parameter input: what a client says to a server; what the server says is then measured by the official schemas.
    func run(_ arguments: [String], input: String = "", environment: [Environment.Key: String?] = [:]) async throws -> Outcome {
        let result = try await Subprocess.run(
            .path(FilePath(path)), arguments: Arguments(arguments), environment: .inherit.updating(environment), input: .string(input),
            output: .string(limit: 64 << 20), error: .string(limit: 4 << 20))
        if !input.isEmpty { WireCheck.record(client: input, server: result.standardOutput) }
        return Outcome(status: result.terminationStatus, output: result.standardOutput, errors: result.standardError)
    }
}
