internal import HTTPFetch
internal import Testing

@Suite(.timeLimit(.minutes(1)))
struct CancellationTests {
    @Test(arguments: ["", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"])
    func closesTheConnection(_ answer: String) async throws {
        let (arrived, closed) = (Gate(), Gate())
        let server = TestServer { peer in
            _ = try peer.read()
            try peer.write(answer)
            arrived.open()
            peer.waitForClose()
            closed.open()
        }
        try await withFetch { fetch in
            let task = Task { await fetch.failure(server.url) }
            await arrived.wait()
            task.cancel()
            #expect(await task.value?.code == .cancelled)
            await closed.wait()
            let other = TestServer { peer, _ in try peer.respond() }
            let response = try await fetch.get(other.url)
            #expect(response.status == 200)
        }
    }

    @Test func aCancelledTaskSendsNothing() async throws {
        let server = TestServer { peer, _ in try peer.respond() }
        try await withFetch { fetch in
            let gate = Gate()
            let task = Task {
                await gate.wait()
                return await fetch.failure(server.url)
            }
            task.cancel()
            gate.open()
            #expect(await task.value?.code == .cancelled)
        }
        #expect(server.connections == 0)
    }

    @Test func whileWaitingForAConnection() async throws {
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
            let second = Task { await fetch.failure(server.url) }
            second.cancel()
            #expect(await second.value?.code == .cancelled)
            gate.open()
            let response = try await first
            #expect(response.status == 200)
        }
    }

    @Test func whileReadingAStream() async throws {
        let closed = Gate()
        let server = TestServer { peer in
            _ = try peer.read()
            try peer.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n")
            peer.waitForClose()
            closed.open()
        }
        try await withFetch { fetch in
            let stream = try await fetch.stream(FetchRequest(.get, server.url))
            let task = Task { await failure { try await stream.collect(upTo: 10) } }
            task.cancel()
            #expect(await task.value?.code == .cancelled)
            await closed.wait()
            #expect(await failure { try await stream.collect(upTo: 10) }?.code == .cancelled)
        }
    }

    /// Many calls cancelled at any moment of their lives: each ends once, and the client is whole after it.
    @Test func atAnyMoment() async throws {
        let server = TestServer { peer, _ in try peer.respond(200, [], "x") }
        try await withFetch { fetch in
            await withTaskGroup { group in
                for index in 0..<300 {
                    group.addTask {
                        let task = Task { try await fetch.get(server.url).status }
                        for _ in 0..<(index % 30) { await Task.yield() }
                        task.cancel()
                        switch await task.result {
                        case .success(let status): #expect(status == 200)
                        case .failure(let error): #expect((error as? FetchError)?.code == .cancelled)
                        }
                    }
                }
            }
            let response = try await fetch.get(server.url)
            #expect(response.status == 200)
        }
    }
}
