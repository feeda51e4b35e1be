internal import HTTPFetch
internal import Testing

@Suite(.timeLimit(.minutes(1)))
struct TimeoutTests {
    @Test(arguments: ["", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"])
    func totalEndsACallThatHangs(_ answer: String) async throws {
        let server = TestServer { peer in
            _ = try peer.read()
            try peer.write(answer)
            peer.waitForClose()
        }
        try await withFetch {
            $0.timeouts.total = .milliseconds(100)
        } _: { fetch in
            let start = ContinuousClock.now
            let error = await fetch.failure(server.url)
            #expect(error?.code == .timeout && error?.timeout == .total)
            #expect(start.duration(to: .now) >= .milliseconds(100))
        }
    }

    @Test func totalCountsTheWaitForAConnection() async throws {
        let (arrived, gate) = (Gate(), Gate())
        let server = TestServer { peer, _ in
            arrived.open()
            gate.block()
            try peer.respond()
        }
        try await withFetch {
            $0.limits.hostConnections = 1
        } _: { fetch in
            async let first = fetch.send(FetchRequest(.get, server.url))
            await arrived.wait()
            var request = FetchRequest(.get, server.url)
            request.timeouts = FetchTimeouts(total: .milliseconds(50))
            #expect(await fetch.failure(request)?.timeout == .total)
            gate.open()
            let response = try await first
            #expect(response.status == 200)
        }
        #expect(server.connections == 1)
    }

    @Test func connectTimeout() async throws {
        let (port, close) = TestServer.unreachable()
        defer { close() }
        try await withFetch {
            $0.timeouts.connect = .milliseconds(100)
        } _: { fetch in
            let error = await fetch.failure("http://127.0.0.1:\(port)/")
            #expect(error?.code == .timeout && error?.timeout == .connect && error?.curlCode == 28)
            #expect(error?.mayHaveReachedServer == false)
        }
    }

    @Test func stallEndsACallThatFallsSilent() async throws {
        let server = TestServer { peer in
            _ = try peer.read()
            try peer.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
            peer.waitForClose()
        }
        try await withFetch {
            $0.timeouts = FetchTimeouts(total: nil, stall: .seconds(1))
        } _: { fetch in
            let error = await fetch.failure(server.url)
            #expect(error?.code == .timeout && error?.timeout == .stall)
        }
    }

    @Test func totalOfAStreamEndsWithItsHead() async throws {
        let gate = Gate()
        let server = TestServer { peer in
            _ = try peer.read()
            try peer.write("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n")
            gate.block()
            try peer.write("abc")
        }
        try await withFetch {
            $0.timeouts.total = .seconds(1)
        } _: { fetch in
            let stream = try await fetch.stream(FetchRequest(.get, server.url))
            // The time for the head of another call runs out while this one's body is still awaited.
            let silent = TestServer { $0.waitForClose() }
            #expect(await fetch.failure(silent.url)?.timeout == .total)
            gate.open()
            let body = try await stream.collect(upTo: 10)
            #expect(body == Array("abc".utf8))
        }
    }

    @Test func refusedConnection() async throws {
        let port = TestServer.refusing()
        try await withFetch { fetch in
            let error = await fetch.failure("http://127.0.0.1:\(port)/secret?token=canary")
            #expect(error?.code == .connect && error?.curlCode == 7 && error?.mayHaveReachedServer == false)
            #expect(error?.description.contains("canary") == false && error?.description.contains("secret") == false)
        }
    }

    @Test func unknownName() async throws {
        try await withFetch { fetch in #expect(await fetch.failure("http://name.invalid/")?.code == .resolve) }
    }
}
