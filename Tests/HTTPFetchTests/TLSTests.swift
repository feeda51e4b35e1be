internal import HTTPFetch
internal import Testing

@Suite(.timeLimit(.minutes(1)))
struct TLSTests {
    @Test func anUnknownAuthorityIsRefused() async throws {
        let server = try TLSServer()
        try await withFetch { fetch in
            let error = await fetch.failure("https://localhost:\(server.port)/?token=canary")
            #expect(error?.code == .tls && error?.description.contains("canary") == false)
        }
    }

    @Test func aConfiguredAuthorityIsTrusted() async throws {
        let server = try TLSServer()
        try await withFetch {
            $0.caFile = server.certificate
            $0.allowsHTTP = false
        } _: { fetch in
            let response = try await fetch.get("https://localhost:\(server.port)/")
            #expect(response.status == 200 && response.text.contains("TLSv1") && response.timing.tls > .zero)
        }
    }

    @Test func anotherNameIsRefused() async throws {
        let server = try TLSServer()
        try await withFetch {
            $0.caFile = server.certificate
        } _: { fetch in
            #expect(await fetch.failure("https://127.0.0.1:\(server.port)/")?.code == .tls)
        }
    }

    @Test func oldVersionsAreRefused() async throws {
        let server = try TLSServer(arguments: ["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"])
        try await withFetch {
            $0.caFile = server.certificate
        } _: { fetch in
            #expect(await fetch.failure("https://localhost:\(server.port)/")?.code == .tls)
        }
    }

    @Test func aMissingAuthorityFileIsAnError() async throws {
        let server = try TLSServer()
        try await withFetch {
            $0.caFile = "/nonexistent/ca.pem"
        } _: { fetch in
            #expect(await fetch.failure("https://localhost:\(server.port)/")?.code == .tls)
        }
    }

    @Test func plainTextIsNotTLS() async throws {
        let server = TestServer { peer in
            try peer.write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
            peer.waitForClose()
        }
        try await withFetch { fetch in #expect(await fetch.failure("https://127.0.0.1:\(server.port)/")?.code == .tls) }
    }
}
