internal import ChildProcesses

/// `openssl s_server` with a certificate of its own making, for localhost. Answers GET with a page about the connection.
final class TLSServer: Sendable {
    let port: Int
    /// The certificate, which is its own authority.
    var certificate: String { files.path }
    private let process: ChildProcess
    private let files: TestCertificate

    init(arguments: [String] = []) throws {
        files = try TestCertificate()
        process = try ChildProcess(
            ["openssl", "s_server", "-accept", "127.0.0.1:0", "-cert", files.path, "-key", files.key, "-www"] + arguments, isQuiet: true)
        var line = process.line()
        while let text = line, !text.hasPrefix("ACCEPT") { line = process.line() }
        guard let port = line?.split(separator: ":").last.flatMap({ Int($0) }) else { throw ChildProcess.Failure("openssl says no port") }
        self.port = port
    }
}
