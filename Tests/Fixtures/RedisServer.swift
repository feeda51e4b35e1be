import ChildProcesses
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A redis-server of a test, on a socket in a folder of its own. Ends with the object.
package final class RedisServer: Sendable {
    private struct Running {
        /// It ends the server when its input ends, so that none is left behind by a test that crashes.
        let shell: ChildProcess
        let server: pid_t
    }

    /// Certificates as `openssl` makes them, by the names `authority`, `server` and `stranger`; the server's is for localhost.
    private static let certificates = #"""
        for name in authority stranger; do
            openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "/CN=$name" -keyout $name.key -out $name.pem
        done
        openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=localhost -keyout server.key -out server.csr
        printf 'subjectAltName=DNS:localhost' >server.ext
        openssl x509 -req -in server.csr -CA authority.pem -CAkey authority.key -set_serial 1 -days 2 -extfile server.ext -out server.pem
        """#

    private static let script = #"redis-server "$@" <&- >&- & child=$!; echo "$child"; read -r _; kill -9 "$child"; wait "$child""#

    package let folder: String
    /// Where it speaks TLS, on 127.0.0.1; nil where it does not.
    package let encryptedPort: Int?
    private let arguments: [String]
    private let running = Mutex<Running?>(nil)

    /// - Parameters:
    ///   - isStarted: whether it runs at once.
    ///   - isEncrypted: whether it speaks TLS too; its certificates are in ``folder``, `authority.pem` and the like.
    package init(_ arguments: [String] = [], isStarted: Bool = true, isEncrypted: Bool = false) throws {
        var template = Array("/tmp/mcp-redis.XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw ChildProcess.Failure("no folder: errno \(errno)") }
        folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        encryptedPort = isEncrypted ? try Self.freePort() : nil
        let tls = [
            "--bind", "127.0.0.1", "--tls-port", "\(encryptedPort ?? 0)", "--tls-cert-file", "\(folder)/server.pem", "--tls-key-file",
            "\(folder)/server.key", "--tls-ca-cert-file", "\(folder)/authority.pem", "--tls-auth-clients", "no",
        ]
        self.arguments = arguments + (isEncrypted ? tls : [])
        if isStarted { try start() }
    }

    deinit {
        kill()
        let made = [
            "authority.key", "authority.pem", "stranger.key", "stranger.pem", "server.key", "server.csr", "server.ext", "server.pem",
        ]
        for name in ["link", "log"] + made { unlink("\(folder)/\(name)") }
        rmdir(folder)
    }

    package var path: String { "\(folder)/redis.sock" }

    /// Returns as soon as the process is there, not when it answers.
    package func start() throws {
        let prelude = encryptedPort == nil ? "" : "(cd \(folder) && [ -f server.pem ] || {\n\(Self.certificates)\n}) >/dev/null 2>&1\n"
        let words = [
            "sh", "-c", prelude + Self.script, "sh", "--port", "0", "--unixsocket", path, "--dir", folder, "--save", "", "--appendonly",
            "no", "--logfile", "\(folder)/log", "--daemonize", "no",
        ]
        let shell = try ChildProcess(words + arguments)
        guard let server = shell.line().flatMap({ pid_t($0) }) else {
            throw ChildProcess.Failure("redis-server cannot be started: the tests need it")
        }
        let running = Running(shell: shell, server: server)
        self.running.withLock { $0 = running }
    }

    /// Another may take it before the server does; then the server does not start.
    private static func freePort() throws -> Int {
        #if canImport(Glibc)
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            let descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutableBytes(of: &address) { bytes -> Int32 in
            guard let place = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else { return -1 }
            return bind(descriptor, place, size) == 0 ? getsockname(descriptor, place, &size) : -1
        }
        guard status == 0 else { throw ChildProcess.Failure("no port: errno \(errno)") }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    /// As `kill -9` does it; returns when it is gone.
    package func kill() {
        guard let running = running.withLock({ $0.take() }) else { return }
        // A line ends the reading, even if another program that was just being started has got an end of the pipe.
        _ = write(running.shell.input, "\n", 1)
        _ = running.shell.wait()
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
