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
    private let input: Int32

    /// One for all tests: what they write, they write to tickets of their own.
    static let shared = Result<TicketAPIProcess, any Error> { try TicketAPIProcess() }

    /// - Parameter arguments: on top of those that every test wants.
    init(_ arguments: [String] = []) throws {
        let program = try Self.executable()
        let (childInput, input) = try makePipe()
        let (output, childOutput) = try makePipe()
        var actions: posix_spawn_file_actions_t = .init()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, childInput, 0)
        posix_spawn_file_actions_adddup2(&actions, childOutput, 1)
        let words = [program, "serve", "--port", "0", "--announce", "--exit-with-parent", "--seed-if-empty", "200"] + arguments
        var pointers: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        var process = pid_t()
        guard posix_spawn(&process, program, &actions, nil, &pointers, environ) == 0 else { throw SystemError("spawn \(program)") }
        close(childInput)
        close(childOutput)
        defer { close(output) }
        guard let line = readLine(from: output), let url = try JSON(parsing: line)["url"]?.string else {
            throw SystemError("ticket-api announced nothing")
        }
        self.url = url
        self.input = input
    }

    deinit { close(input) }

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
