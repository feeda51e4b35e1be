import Foundation
import Subprocess
import Testing

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// A program of this package, as it is shipped, run to its end.
struct ShippedProgram {
    struct Outcome {
        let isSuccess: Bool
        let output: String
    }

    let path: String

    /// It lies beside the tests, where the package builds it.
    init(_ name: String) throws {
        let folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        path = folder.appending(path: name).path()
        try #require(FileManager.default.isExecutableFile(atPath: path), "\(name) is not built")
    }

    /// - Parameter environment: all of it, beside `HOME`.
    func run(_ arguments: [String], in home: Home, environment: [String: String] = [:]) async throws -> Outcome {
        var variables = environment.merging(["HOME": home.path, "PATH": "/usr/bin:/bin"]) { own, _ in own }
        // What a run with coverage goes by: without it the lines of the program would not count.
        if let profile = ProcessInfo.processInfo.environment["LLVM_PROFILE_FILE"] { variables["LLVM_PROFILE_FILE"] = profile }
        let result = try await Subprocess.run(
            .path(FilePath(path)), arguments: Arguments(arguments),
            environment: .custom(Dictionary(uniqueKeysWithValues: variables.map { (Environment.Key(stringLiteral: $0.key), $0.value) })),
            workingDirectory: FilePath(home.path), input: .none, output: .string(limit: 1 << 20), error: .combinedWithOutput)
        return Outcome(isSuccess: result.terminationStatus.isSuccess, output: result.standardOutput)
    }
}
