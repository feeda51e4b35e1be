import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A redis-server of a test, on a socket in a folder of its own. Ends with the object.
package final class RedisServer: Sendable {
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    private struct Running {
        let shell: pid_t
        let server: pid_t
        /// The shell ends the server when this is closed, so that none is left behind by a test that crashes.
        let leash: Int32
    }

    private static let script = #"redis-server "$@" <&- >&- & child=$!; echo "$child"; read -r _; kill -9 "$child"; wait "$child""#

    package let folder: String
    private let arguments: [String]
    private let running = Mutex<Running?>(nil)

    /// - Parameter isStarted: whether it runs at once.
    package init(_ arguments: [String] = [], isStarted: Bool = true) throws {
        var template = Array("/tmp/mcp-redis.XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Failure(description: "no folder: errno \(errno)") }
        folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        self.arguments = arguments
        if isStarted { try start() }
    }

    deinit {
        kill()
        for name in ["link", "log"] { unlink("\(folder)/\(name)") }
        rmdir(folder)
    }

    package var path: String { "\(folder)/redis.sock" }

    /// Returns as soon as the process is there, not when it answers.
    package func start() throws {
        let words =
            [
                "sh", "-c", Self.script, "sh", "--port", "0", "--unixsocket", path, "--dir", folder, "--save", "", "--appendonly", "no",
                "--logfile", "\(folder)/log", "--daemonize", "no",
            ] + arguments
        var (leash, said): ([Int32], [Int32]) = ([-1, -1], [-1, -1])
        guard pipe(&leash) == 0, pipe(&said) == 0 else { throw Failure(description: "no pipe: errno \(errno)") }
        for end in leash + said { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var list = words.map { strdup($0) } + [nil]
        defer { for word in list { free(word) } }
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
        #else
            var actions = posix_spawn_file_actions_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, leash[0], 0)
        posix_spawn_file_actions_adddup2(&actions, said[1], 1)
        #if canImport(Darwin)
            var attributes: posix_spawnattr_t?
        #else
            var attributes = posix_spawnattr_t()
        #endif
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // A thread of ours may have signals blocked without which a shell waits for ever.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var shell = pid_t()
        let status = posix_spawnp(&shell, "sh", &actions, &attributes, &list, environ)
        close(leash[0])
        close(said[1])
        defer { close(said[0]) }
        var text = [UInt8](repeating: 0, count: 32)
        let count = status == 0 ? read(said[0], &text, text.count) : 0
        guard count > 1, let server = pid_t(String(decoding: text[..<(count - 1)], as: UTF8.self)) else {
            throw Failure(description: "redis-server cannot be started: the tests need it")
        }
        let running = Running(shell: shell, server: server, leash: leash[1])
        self.running.withLock { $0 = running }
    }

    /// As `kill -9` does it; returns when it is gone.
    package func kill() {
        guard let running = running.withLock({ $0.take() }) else { return }
        // A line ends the reading, even if another program that was just being started has got an end of the leash.
        _ = write(running.leash, "\n", 1)
        close(running.leash)
        var status: Int32 = 0
        waitpid(running.shell, &status, 0)
        unlink(path)
    }

    package func signal(_ signal: Int32) {
        guard let running = running.withLock({ $0 }) else { return }
        #if canImport(Glibc)
            _ = Glibc.kill(running.server, signal)
        #else
            _ = Darwin.kill(running.server, signal)
        #endif
    }
}
