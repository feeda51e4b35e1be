internal import ChildProcesses

/// A certificate for localhost, which is its own authority, and its key. In files that go with it.
final class TestCertificate: Sendable {
    let path: String
    let key: String
    private let folder: String

    init() throws {
        folder = try temporaryFolder()
        path = folder + "/certificate.pem"
        key = folder + "/key.pem"
        let command = [
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", key, "-out", path,
            "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
        ]
        let maker = try ChildProcess(command, isQuiet: true)
        guard maker.wait() == 0 else { throw ChildProcess.Failure("openssl made no certificate") }
    }

    deinit { removeFolder(folder, files: ["certificate.pem", "key.pem"]) }
}
