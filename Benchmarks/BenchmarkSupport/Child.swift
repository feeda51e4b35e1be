#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// A process at the other end of two pipes, driven by blocking calls: what is measured is the process, not the driver.
package final class Child {
    private var process: pid_t = 0
    private let toChild: Int32
    private let fromChild: Int32
    private var buffer = [UInt8](repeating: 0, count: 1 << 18)

    /// - Parameter environment: `NAME=value` each, beside what we have ourselves.
    package init?(_ command: [String], environment: [String] = []) {
        var input: [Int32] = [-1, -1]
        var output: [Int32] = [-1, -1]
        guard pipe(&input) == 0, pipe(&output) == 0 else { return nil }
        for end in [input[1], output[0]] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
        #else
            var actions = posix_spawn_file_actions_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input[0], 0)
        posix_spawn_file_actions_adddup2(&actions, output[1], 1)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        var arguments = command.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var inherited: [UnsafeMutablePointer<CChar>?] = environment.map { strdup($0) }
        defer { for variable in inherited.prefix(environment.count) { free(variable) } }
        var next = environ
        while let variable = next.pointee {
            inherited.append(variable)
            next += 1
        }
        inherited.append(nil)
        guard posix_spawnp(&process, command[0], &actions, nil, &arguments, &inherited) == 0 else { return nil }
        close(input[0])
        close(output[1])
        (toChild, fromChild) = (input[1], output[0])
    }

    deinit {
        // A server does not end with its input.
        kill(process, SIGTERM)
        close(toChild)
        close(fromChild)
        var status: Int32 = 0
        waitpid(process, &status, 0)
    }

    package func send(_ bytes: [UInt8]) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { write(toChild, $0.baseAddress.map { $0 + sent }, bytes.count - sent) }
            precondition(count > 0, "the process is gone")
            sent += count
        }
    }

    /// Blocks until there are whole lines.
    /// - Returns: how many there were.
    package func receive() -> Int {
        let count = buffer.withUnsafeMutableBytes { read(fromChild, $0.baseAddress, $0.count) }
        precondition(count > 0, "the process is gone")
        return buffer[..<count].count { $0 == UInt8(ascii: "\n") }
    }

    /// Blocks for the first line that the process writes.
    package func firstLine() -> String {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while read(fromChild, &byte, 1) == 1, byte != UInt8(ascii: "\n") { line.append(byte) }
        return String(decoding: line, as: UTF8.self)
    }

    /// What the process has used of processors so far, in microseconds, and of memory, in kilobytes; 0 where the system does not tell.
    package var usage: (microseconds: Double, residentKilobytes: Int) {
        #if os(Linux)
            let times = Self.words("/proc/\(process)/stat").dropFirst(13).prefix(2).compactMap { Double($0) }
            let pages = Self.words("/proc/\(process)/statm").dropFirst().first.flatMap { Int($0) } ?? 0
            let tick = 1_000_000 / Double(sysconf(Int32(_SC_CLK_TCK)))
            return (times.reduce(0, +) * tick, pages * Int(sysconf(Int32(_SC_PAGESIZE))) / 1_024)
        #else
            return (0, 0)
        #endif
    }

    private static func words(_ path: String) -> [Substring] {
        guard let file = fopen(path, "r") else { return [] }
        defer { fclose(file) }
        var buffer = [UInt8](repeating: 0, count: 4_096)
        let count = fread(&buffer, 1, buffer.count, file)
        return String(decoding: buffer[..<count], as: UTF8.self).split(separator: " ")
    }
}
