#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// A process at the other end of two pipes, driven by blocking calls: what is measured is the process, not the driver.
final class Child {
    private var process: pid_t = 0
    private let toChild: Int32
    private let fromChild: Int32
    private var buffer = [UInt8](repeating: 0, count: 1 << 18)

    init?(_ command: [String]) {
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
        guard posix_spawnp(&process, command[0], &actions, nil, &arguments, environ) == 0 else { return nil }
        close(input[0])
        close(output[1])
        (toChild, fromChild) = (input[1], output[0])
    }

    deinit {
        close(toChild)
        close(fromChild)
        var status: Int32 = 0
        waitpid(process, &status, 0)
    }

    func send(_ bytes: [UInt8]) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { write(toChild, $0.baseAddress.map { $0 + sent }, bytes.count - sent) }
            precondition(count > 0, "the process is gone")
            sent += count
        }
    }

    /// Blocks until there are whole lines.
    /// - Returns: how many there were.
    func receive() -> Int {
        let count = buffer.withUnsafeMutableBytes { read(fromChild, $0.baseAddress, $0.count) }
        precondition(count > 0, "the process is gone")
        return buffer[..<count].count { $0 == UInt8(ascii: "\n") }
    }
}
