/// A certificate for localhost, which is its own authority, and its key. In files that go with it.
final class TestCertificate: Sendable {
    let path: String
    let key: String
    private let folder: String

    init() throws {
        folder = try temporaryFolder()
        path = folder + "/certificate.pem"
        key = folder + "/key.pem"
        let maker = try Command([
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", key, "-out", path,
            "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
        ])
        guard maker.wait() else { throw Command.Failed() }
    }

    deinit { removeFolder(folder, files: ["certificate.pem", "key.pem"]) }
}
