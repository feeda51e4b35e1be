internal import Foundation
internal import Synchronization

@testable internal import TicketAPI

/// The built executable as a child process whose stdin we hold.
final class ServerProcess: Sendable {
    /// What went wrong with a child.
    enum Failure: Error {
        case noExecutable([String])
        case noAnnouncement(String)
    }

    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private let error = Pipe()
    private let exit: AsyncStream<Int32>

    init(_ arguments: [String], environment: [String: String] = [:]) throws {
        let (stream, continuation) = AsyncStream.makeStream(of: Int32.self, bufferingPolicy: .bufferingNewest(1))
        exit = stream
        process.executableURL = try Self.executable()
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = input
        process.standardOutput = output
        process.standardError = error
        process.terminationHandler = { process in
            continuation.yield(process.terminationStatus)
            continuation.finish()
        }
        try process.run()
    }

    /// The executable beside the running test bundle, under either of its names.
    static func executable() throws -> URL {
        let bundles = Bundle.allBundles.map(\.bundleURL) + [Bundle.main.bundleURL]
        let places = [URL(fileURLWithPath: CommandLine.arguments[0])] + bundles + [Bundle.main.executableURL].compactMap(\.self)
        let directories = places.flatMap { [$0, $0.deletingLastPathComponent()] }
        let candidates = directories.flatMap { ["ticket-api", "TicketAPICommand"].map($0.appendingPathComponent) }
        let found = candidates.first { url in
            var isDirectory: ObjCBool = false
            return FileManager.default.fileExists(atPath: url.path, isDirectory: &isDirectory) && !isDirectory.boolValue
        }
        guard let found else { throw Failure.noExecutable(candidates.map(\.path)) }
        return found
    }

    var pid: Int32 { process.processIdentifier }

    /// The first line of stdout as JSON.
    func announcement() async throws -> JSONValue {
        let line = await Self.onThread { [output] in Self.readLine(output.fileHandleForReading) }
        guard !line.isEmpty else { throw Failure.noAnnouncement(await errorText()) }
        return try JSONValue(parsing: line)
    }

    /// What is left on stdout; waits until the child has closed it.
    func rest() async -> [UInt8] {
        await Self.onThread { [output] in Array(output.fileHandleForReading.readDataToEndOfFile()) }
    }

    /// All of stderr; waits until the child has closed it.
    func errorText() async -> String {
        await Self.onThread { [error] in String(decoding: error.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self) }
    }

    func closeInput() throws {
        try input.fileHandleForWriting.close()
    }

    func terminate() {
        process.terminate()
    }

    /// The exit status; waits for the child to end.
    func status() async -> Int32? {
        await exit.first { _ in true }
    }

    private static func readLine(_ handle: FileHandle) -> [UInt8] {
        var line: [UInt8] = []
        while true {
            let chunk = handle.availableData
            if chunk.isEmpty { return line }
            line += chunk
            if line.last == UInt8(ascii: "\n") { return line }
        }
    }

    private static func onThread<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            Thread { continuation.resume(returning: work()) }.start()
        }
    }
}
