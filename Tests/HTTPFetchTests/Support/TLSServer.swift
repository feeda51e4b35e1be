/// `openssl s_server` with a certificate of its own making, for localhost. Answers GET with a page about the connection.
final class TLSServer: Sendable {
    let port: Int
    /// The certificate, which is its own authority.
    let certificate: String
    private let command: Command
    private let folder: String

    init(arguments: [String] = []) throws {
        folder = try temporaryFolder()
        certificate = folder + "/certificate.pem"
        let key = folder + "/key.pem"
        let maker = try Command([
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", key, "-out",
            certificate,
            "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
        ])
        guard maker.wait() else { throw Command.Failed() }
        command = try Command(["openssl", "s_server", "-accept", "127.0.0.1:0", "-cert", certificate, "-key", key, "-www"] + arguments)
        var line = command.line()
        while let text = line, !text.hasPrefix("ACCEPT") { line = command.line() }
        guard let port = line?.split(separator: ":").last.flatMap({ Int($0) }) else { throw Command.Failed() }
        self.port = port
    }

    deinit { removeFolder(folder, files: ["certificate.pem", "key.pem"]) }
}
