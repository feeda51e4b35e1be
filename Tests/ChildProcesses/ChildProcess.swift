internal import Synchronization

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// A program beside a test or a measurement, at the other end of two pipes: its standard input and output. Driven by blocking calls.
///
/// It ends with this object. One that ends with its input ends with this process too, even if that crashes.
package final class ChildProcess: Sendable {
    package struct Failure: Error, CustomStringConvertible {
        package let description: String

        package init(_ description: String) { self.description = description }
    }

    package let identifier: Int32
    /// Our end of its standard input.
    package let input: Int32
    /// Our end of its standard output.
    package let output: Int32
    private let lastSignal: Int32?
    private let status = Mutex<Int32?>(nil)

    /// - Parameters:
    ///   - arguments: the program, which is looked for as a shell does, and what it is told.
    ///   - environment: `NAME=value` each, before what we have ourselves.
    ///   - isQuiet: whether its standard error goes nowhere, in place of where ours goes.
    ///   - lastSignal: what ends it. Nil for one that ends with its input, and is not waited for.
    package init(
        _ arguments: [String], environment: [String] = [], isQuiet: Bool = false, lastSignal: Int32? = SIGKILL
    ) throws(Failure) {
        var (input, output): ([Int32], [Int32]) = ([-1, -1], [-1, -1])
        guard pipe(&input) == 0, pipe(&output) == 0 else { throw Failure("no pipe: errno \(errno)") }
        for end in input + output { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
            var attributes: posix_spawnattr_t?
        #else
            var actions = posix_spawn_file_actions_t()
            var attributes = posix_spawnattr_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input[0], 0)
        posix_spawn_file_actions_adddup2(&actions, output[1], 1)
        if isQuiet { posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0) }
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // A thread of ours may have signals blocked without which a shell waits for ever.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var words = arguments.map { strdup($0) } + [nil]
        var variables = environment.map { strdup($0) }
        defer { for text in words + variables.prefix(environment.count) { free(text) } }
        var next = environ
        while let variable = next.pointee {
            variables.append(variable)
            next += 1
        }
        variables.append(nil)
        var identifier = pid_t()
        let result = posix_spawnp(&identifier, arguments[0], &actions, &attributes, &words, &variables)
        close(input[0])
        close(output[1])
        guard result == 0 else {
            close(input[1])
            close(output[0])
            throw Failure("\(arguments[0]) cannot be started: errno \(result)")
        }
        (self.identifier, self.input, self.output, self.lastSignal) = (identifier, input[1], output[0], lastSignal)
    }

    deinit {
        close(input)
        close(output)
        guard let lastSignal, status.withLock({ $0 == nil }) else { return }
        kill(identifier, lastSignal)
        _ = wait()
    }

    /// The next line of its output, without its end; nil where there is none any more.
    package func line() -> String? {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while true {
            let count = read(output, &byte, 1)
            if count < 0, errno == EINTR { continue }
            guard count == 1 else { return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self) }
            if byte == UInt8(ascii: "\n") { return String(decoding: bytes, as: UTF8.self) }
            bytes.append(byte)
        }
    }

    /// Waits for its end.
    /// - Returns: its status, 0 if it ended well.
    package func wait() -> Int32 {
        status.withLock { status in
            if let status { return status }
            var ended: Int32 = 0
            waitpid(identifier, &ended, 0)
            status = ended
            return ended
        }
    }
}
