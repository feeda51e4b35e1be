internal import HTTPFetch
internal import Testing

@Suite(.timeLimit(.minutes(1)))
struct LimitTests {
    @Test func announcedLengthIsRefusedBeforeTheBody() async throws {
        let closed = Gate()
        let server = TestServer { peer in
            _ = try peer.read()
            try peer.write("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n")
            peer.waitForClose()
            closed.open()
        }
        try await withFetch {
            $0.limits.responseBytes = 1_000
        } _: { fetch in
            #expect(await fetch.failure(server.url)?.code == .responseTooLarge)
            await closed.wait()
        }
    }

    @Test(arguments: ["Transfer-Encoding: chunked", "Connection: close"])
    func unannouncedLengthIsCounted(_ header: String) async throws {
        let server = TestServer { peer in
            _ = try peer.read()
            try peer.write("HTTP/1.1 200 OK\r\n\(header)\r\n\r\n")
            let part = String(repeating: "x", count: 0x400)
            while true { try peer.write(header.hasPrefix("T") ? "400\r\n\(part)\r\n" : part) }
        }
        try await withFetch {
            $0.limits.responseBytes = 100_000
        } _: { fetch in
            let error = await fetch.failure(server.url)
            #expect(error?.code == .responseTooLarge && error?.mayHaveReachedServer == true)
        }
    }

    @Test func gzipBombIsStoppedByItsDecodedSize() async throws {
        let bomb = Gzip.zeros(atLeast: 64 << 20)
        #expect(bomb.count < 500_000)
        let server = TestServer { peer, _ in
            try peer.write(Array("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(bomb.count)\r\n\r\n".utf8) + bomb)
        }
        try await withFetch {
            $0.limits.responseBytes = 1 << 20
        } _: { fetch in
            #expect(await fetch.failure(server.url)?.code == .responseTooLarge)
        }
    }

    @Test func exactlyTheLimitIsTaken() async throws {
        let server = TestServer { peer, _ in try peer.respond(200, [], String(repeating: "x", count: 1_000)) }
        try await withFetch { fetch in
            var request = FetchRequest(.get, server.url)
            request.maximumResponseBytes = 1_000
            let response = try await fetch.send(request)
            #expect(response.body.count == 1_000)
            request.maximumResponseBytes = 999
            #expect(await fetch.failure(request)?.code == .responseTooLarge)
        }
    }

    @Test(arguments: [
        (String(repeating: "X-A: b\r\n", count: 201), "too large"), ("X-A: \(String(repeating: "x", count: 70_000))\r\n", "too large"),
        ("no colon here\r\n", ""), (": empty\r\n", "malformed"),
    ])
    func badHeadIsRefused(_ lines: String, _ word: String) async throws {
        let server = TestServer { peer, _ in try peer.write("HTTP/1.1 200 OK\r\n\(lines)Content-Length: 0\r\n\r\n") }
        try await withFetch { fetch in
            let error = await fetch.failure(server.url)
            #expect(error?.code == .protocolError && (word.isEmpty || error?.message.contains(word) == true))
        }
    }

    @Test(arguments: ["SSH-2.0-OpenSSH_9\r\n", "\u{0}\u{1}\u{2}\r\n\r\n", "HTTP/1.1 abc\r\n\r\n", "<html>"])
    func whatIsNotHTTPIsRefused(_ text: String) async throws {
        let server = TestServer { peer in
            _ = try peer.read()
            try peer.write(text)
        }
        try await withFetch { fetch in #expect(await fetch.failure(server.url)?.code == .protocolError) }
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
    ])
    func truncatedBodyIsAnError(_ text: String) async throws {
        let server = TestServer { peer in
            _ = try peer.read()
            try peer.write(text)
        }
        try await withFetch { fetch in
            #expect(await fetch.failure(server.url)?.code == .truncated)
            let stream = try await fetch.stream(FetchRequest(.get, server.url))
            #expect(await failure { try await stream.collect(upTo: 1_000) }?.code == .truncated)
        }
    }

    @Test func brokenGzipIsAnError() async throws {
        let server = TestServer { peer, _ in try peer.respond(200, ["Content-Encoding: gzip"], "this is not gzip") }
        try await withFetch { fetch in #expect(await fetch.failure(server.url)?.code == .protocolError) }
    }
}
