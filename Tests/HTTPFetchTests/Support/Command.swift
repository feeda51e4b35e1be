#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Glibc)
    internal import Glibc
#endif

/// A program run beside the tests, with its output on a pipe. Ended when dropped.
final class Command: Sendable {
    struct Failed: Error {}

    private let identifier: pid_t
    private let output: Int32
    private let hasExited = Shared(false)

    init(_ arguments: [String]) throws {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw Failed() }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
        #else
            var actions = posix_spawn_file_actions_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/zero", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        let strings = arguments.map { strdup($0) } + [nil]
        defer { for string in strings { free(string) } }
        var identifier = pid_t()
        let result = posix_spawnp(&identifier, arguments[0], &actions, nil, strings, environ)
        close(ends[1])
        guard result == 0 else {
            close(ends[0])
            throw Failed()
        }
        self.identifier = identifier
        output = ends[0]
    }

    deinit {
        if !hasExited.value { kill(identifier, SIGKILL) }
        _ = wait()
        close(output)
    }

    /// The next line of its output; nil at the end.
    func line() -> String? {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while read(output, &byte, 1) == 1 {
            if byte == 10 { return String(decoding: line, as: UTF8.self) }
            line.append(byte)
        }
        return nil
    }

    /// - Returns: whether it ended well.
    func wait() -> Bool {
        guard !hasExited.value else { return true }
        var status: Int32 = 0
        waitpid(identifier, &status, 0)
        hasExited.change { $0 = true }
        return status == 0
    }
}

/// A new folder for temporary files.
func temporaryFolder() throws -> String {
    var template = Array("/tmp/httpfetch-XXXXXX".utf8CString)
    guard let path = mkdtemp(&template) else { throw Command.Failed() }
    return String(cString: path)
}

func removeFolder(_ path: String, files: [String]) {
    for file in files { unlink(path + "/" + file) }
    rmdir(path)
}
