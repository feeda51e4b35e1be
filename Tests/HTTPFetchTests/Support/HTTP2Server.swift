internal import ChildProcesses

/// The script `Servers/http2.py`, in the Python that `make test` sets up.
final class HTTP2Server: Sendable {
    let port: Int
    let certificate: TestCertificate
    private let process: ChildProcess

    /// `https://localhost:41234`.
    var url: String { "https://localhost:\(port)" }

    init() throws {
        certificate = try TestCertificate()
        let tests = #filePath.split(separator: "/").dropLast(2)
        let root = "/" + tests.dropLast(2).joined(separator: "/")
        let script = "/" + tests.joined(separator: "/") + "/Servers/http2.py"
        process = try ChildProcess([root + "/.venv/bin/python", script, certificate.path, certificate.key], isQuiet: true)
        guard let port = process.line()?.split(separator: " ").last.flatMap({ Int($0) }) else {
            throw ChildProcess.Failure("\(script) says no port")
        }
        self.port = port
    }
}
