/// `openssl s_server` with a certificate of its own making, for localhost. Answers GET with a page about the connection.
final class TLSServer: Sendable {
    let port: Int
    /// The certificate, which is its own authority.
    var certificate: String { files.path }
    private let command: Command
    private let files: TestCertificate

    init(arguments: [String] = []) throws {
        files = try TestCertificate()
        command = try Command(
            ["openssl", "s_server", "-accept", "127.0.0.1:0", "-cert", files.path, "-key", files.key, "-www"] + arguments)
        var line = command.line()
        while let text = line, !text.hasPrefix("ACCEPT") { line = command.line() }
        guard let port = line?.split(separator: ":").last.flatMap({ Int($0) }) else { throw Command.Failed() }
        self.port = port
    }
}
