import Synchronization

@testable import MCPRedis

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A redis-server of a test, on a socket in a folder of its own. Ends with the object.
final class RedisServer: Sendable {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let folder: String
    private let arguments: [String]
    private let child = Mutex<pid_t?>(nil)

    /// - Parameter isStarted: whether it runs at once.
    init(_ arguments: [String] = [], isStarted: Bool = true) throws {
        var template = Array("/tmp/mcp-redis.XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Failure(description: "no folder: errno \(errno)") }
        folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        self.arguments = arguments
        if isStarted { try start() }
    }

    deinit {
        kill()
        for name in ["redis.sock", "dump.rdb", "log"] { unlink("\(folder)/\(name)") }
        rmdir(folder)
    }

    var path: String { "\(folder)/redis.sock" }

    func address(_ credentials: String = "") throws -> RedisAddress { try RedisAddress("unix://\(credentials)\(path)") }

    /// Returns as soon as the process is there, not when it answers.
    func start() throws {
        let words =
            [
                "redis-server", "--port", "0", "--unixsocket", path, "--dir", folder, "--save", "", "--appendonly", "no", "--logfile",
                "\(folder)/log", "--daemonize", "no",
            ] + arguments
        var list = words.map { strdup($0) } + [nil]
        defer { for word in list { free(word) } }
        var identifier = pid_t()
        guard posix_spawnp(&identifier, "redis-server", nil, nil, &list, environ) == 0 else {
            throw Failure(description: "redis-server cannot be started: the tests need it")
        }
        child.withLock { $0 = identifier }
    }

    /// As `kill -9` does it.
    func kill() { end(SIGKILL) }

    func signal(_ signal: Int32) {
        if let child = child.withLock({ $0 }) { _ = Self.send(child, signal) }
    }

    private func end(_ signal: Int32) {
        guard let child = child.withLock({ $0.take() }) else { return }
        _ = Self.send(child, SIGCONT)
        _ = Self.send(child, signal)
        var status: Int32 = 0
        waitpid(child, &status, 0)
        unlink(path)
    }

    private static func send(_ process: pid_t, _ signal: Int32) -> Int32 {
        #if canImport(Glibc)
            Glibc.kill(process, signal)
        #else
            Darwin.kill(process, signal)
        #endif
    }
}
