import Foundation
import Subprocess
import Testing

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// Runs a web server for as long as something is done with it.
extension Program {
    struct Service<Result: Sendable>: Sendable {
        let result: Result
        let status: TerminationStatus
        let errors: String
        /// From the signal to the end.
        let stopTime: Duration
    }

    /// Waits for the server to say where it is, does something there, and ends it with SIGTERM.
    /// - Parameter body: is given the address, `http://127.0.0.1:41234`.
    func serve<Result: Sendable>(
        _ arguments: [String], environment: [Environment.Key: String?] = [:], _ body: (String) async throws -> Result
    ) async throws -> Service<Result> {
        let outcome = try await Subprocess.run(
            .path(FilePath(path)), arguments: Arguments(arguments), environment: .inherit.updating(environment), input: .none,
            output: .sequence, error: .string(limit: 4 << 20)
        ) { child in
            var lines = child.standardOutput.strings().makeAsyncIterator()
            var address: String?
            while address == nil, let line = try await lines.next() { address = Self.address(in: line) }
            // It may have ended by itself; why, is on standard error.
            guard let address else { return (result: Result?.none, stopTime: Duration.zero) }
            let result = try await body(address)
            let clock = ContinuousClock()
            let stopTime = try await clock.measure {
                try child.send(signal: .terminate)
                while try await lines.next() != nil {}
            }
            return (result, stopTime)
        }
        let result = try #require(outcome.closureResult.result, "it said no address: \(outcome.standardError)")
        return Service(
            result: result, status: outcome.terminationStatus, errors: outcome.standardError, stopTime: outcome.closureResult.stopTime)
    }

    private static func address(in line: String) -> String? {
        line.firstMatch(of: /(http:\/\/127\.0\.0\.1:[0-9]+)\/mcp/).map { String($0.1) }
    }
}
