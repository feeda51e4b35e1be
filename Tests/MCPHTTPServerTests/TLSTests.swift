internal import Foundation
internal import MCPHTTPServer
internal import Testing

/// With the `openssl` command as certificate authority and client.
@Suite(.timeLimit(.minutes(1)))
struct TLSTests {
    @Test(arguments: ["-tls1_2", "-tls1_3"])
    func servesOverTLS(_ version: String) async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "mcp-tls-\(UUID())")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }  // SAFETY: a leftover in the temporary directory harms nobody.
        let (certificate, key) = (directory.appending(path: "cert.pem").path, directory.appending(path: "key.pem").path)
        let made = try await openssl([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1", "-subj", "/CN=localhost",
            "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate,
        ])
        #expect(made.status == 0)
        let tls = HTTPServerTLS(certificateChainFile: certificate, privateKeyFile: key)
        try await TestServer.run(tls: tls) { server in
            let session = try await openssl(
                [
                    "s_client", "-connect", "127.0.0.1:\(server.port)", version, "-CAfile", certificate, "-verify_return_error",
                    "-alpn", "h2,http/1.1", "-servername", "localhost", "-ign_eof",
                ], input: "GET /secret HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            #expect(session.output.contains("ALPN protocol: http/1.1"))
            #expect(session.output.contains("\r\n\r\nGET /secret "))
        }
        try await TestServer.run(tls: tls) { server in
            // Plain text is no TLS: the connection closes, and others are served.
            let client = try await server.connect()
            try await client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(try await !client.rest().contains("200"))
        }
    }

    @Test func aMissingCertificateIsNamed() async throws {
        let tls = HTTPServerTLS(certificateChainFile: "/nonexistent/cert.pem", privateKeyFile: "/nonexistent/key.pem")
        let server = HTTPServer.make([.tcp(host: "127.0.0.1", port: 0)], tls: tls)
        await #expect {
            try await server.run()
        } throws: { error in
            (error as? HTTPServerError)?.code == .invalidTLS && "\(error)".contains("/nonexistent/cert.pem")
        }
    }

    private func openssl(_ arguments: [String], input: String = "") async throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        let (stdin, stdout) = (Pipe(), Pipe())
        process.standardInput = stdin
        process.standardOutput = stdout
        process.standardError = FileHandle.nullDevice
        let ended = Promise<Void>()
        process.terminationHandler = { _ in ended.fulfil(()) }
        try process.run()
        try stdin.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try await ended.value
        try stdin.fileHandleForWriting.close()
        let output = try stdout.fileHandleForReading.readToEnd() ?? Data()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}
