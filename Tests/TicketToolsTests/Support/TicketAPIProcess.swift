internal import ChildProcesses
internal import MCPCore

@testable internal import TicketTools

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Glibc)
    internal import Glibc
#endif

/// The real ticket API in a process of its own, with 200 demo tickets. It ends with this process, whose end of its stdin closes then.
final class TicketAPIProcess: Sendable {
    let url: String
    private let process: ChildProcess

    /// One for all tests: what they write, they write to tickets of their own.
    static let shared = Result<TicketAPIProcess, any Error> { try TicketAPIProcess() }

    /// - Parameter arguments: on top of those that every test wants.
    init(_ arguments: [String] = []) throws {
        let words = [try Self.executable(), "serve", "--port", "0", "--announce", "--exit-with-parent", "--seed-if-empty", "200"]
        process = try ChildProcess(words + arguments, lastSignal: nil)
        guard let line = process.line(), let url = try JSON(parsing: line)["url"]?.string else {
            throw SystemError("ticket-api announced nothing")
        }
        self.url = url
    }

    private struct NotFound: Error, CustomStringConvertible {
        let description = "no ticket-api beside the tests; build it, or set TICKET_API_EXECUTABLE"
    }

    /// Beside the test program, where the package builds it, or where the environment says.
    private static func executable() throws -> String {
        if let path = getenv("TICKET_API_EXECUTABLE") { return String(cString: path) }
        for directory in testDirectories() {
            for name in ["ticket-api", "TicketAPICommand"] where access("\(directory)/\(name)", X_OK) == 0 { return "\(directory)/\(name)" }
        }
        throw NotFound()
    }

    private static func testDirectories() -> [String] {
        var paths = Array(CommandLine.arguments.prefix(1))
        if let flag = CommandLine.arguments.firstIndex(of: "--test-bundle-path"), flag + 1 < CommandLine.arguments.count {
            paths.append(CommandLine.arguments[flag + 1])
        }
        var buffer = [CChar](repeating: 0, count: 4_096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        if count > 0 { paths.append(String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)) }
        // A bundle on macOS holds the program three levels down.
        return paths.flatMap { path in
            (1...4).map { levels in path.split(separator: "/", omittingEmptySubsequences: false).dropLast(levels).joined(separator: "/") }
        }
    }
}
