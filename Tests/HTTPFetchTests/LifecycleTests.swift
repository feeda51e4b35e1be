internal import Testing

@testable internal import HTTPFetch

@Suite(.timeLimit(.minutes(1)))
struct LifecycleTests {

    @Test func startsWithTheFirstRequest() async throws {
        let server = TestServer { peer, _ in try peer.respond() }
        try await withFetch { fetch in
            #expect(fetch.loops.slots.allSatisfy { $0.started == nil })
            _ = await fetch.failure("file:///x")
            #expect(fetch.loops.slots.allSatisfy { $0.started == nil })
            _ = try await fetch.get(server.url)
            #expect(fetch.loops.slots.map { $0.started != nil } == [true] + Array(repeating: false, count: fetch.loops.slots.count - 1))
        }
    }

    @Test func shutdownCancelsWhatRuns() async throws {
        let arrived = Gate()
        let server = TestServer { peer in
            _ = try peer.read()
            arrived.open()
            peer.waitForClose()
        }
        try await withFetch { fetch in
            async let error = fetch.failure(server.url)
            await arrived.wait()
            await fetch.shutdown()
            #expect(await error?.code == .closed)
            #expect(await fetch.failure(server.url)?.code == .closed)
            await fetch.shutdown()
        }
    }

    @Test func shutdownLetsWhatRunsFinish() async throws {
        let (arrived, gate) = (Gate(), Gate())
        let server = TestServer { peer, _ in
            arrived.open()
            gate.block()
            try peer.respond(200, [], "done")
        }
        try await withFetch { fetch in
            async let response = fetch.send(FetchRequest(.get, server.url))
            await arrived.wait()
            async let stopped: Void = fetch.shutdown(.finish)
            while await fetch.failure("http://127.0.0.1:1/")?.code != .closed { await Task.yield() }
            gate.open()
            let text = try await response.text
            #expect(text == "done")
            await stopped
        }
    }

    @Test func cancelOverridesFinish() async throws {
        let arrived = Gate()
        let server = TestServer { peer in
            _ = try peer.read()
            arrived.open()
            peer.waitForClose()
        }
        try await withFetch { fetch in
            async let error = fetch.failure(server.url)
            await arrived.wait()
            async let finished: Void = fetch.shutdown(.finish)
            async let cancelled: Void = fetch.shutdown(.cancel)
            _ = await (finished, cancelled)
            #expect(await error?.code == .closed)
        }
    }

    @Test func shutdownBeforeTheFirstRequest() async throws {
        let fetch = HTTPFetch(configuration: .test)
        await fetch.shutdown()
        #expect(await fetch.failure("http://127.0.0.1:1/")?.code == .closed)
    }

    @Test func droppingItEndsItsThread() async throws {
        let server = TestServer { peer, _ in try peer.respond() }
        var fetch: HTTPFetch? = HTTPFetch(configuration: .test)
        _ = try await fetch?.get(server.url)
        let mailbox = try #require(fetch?.loops.slots[0].started?.mailbox)
        fetch = nil
        await mailbox.waitUntilEnded()
    }

    @Test func aStreamOutlivesItsClient() async throws {
        let gate = Gate()
        let server = TestServer { peer in
            _ = try peer.read()
            try peer.write("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n")
            gate.block()
            try peer.write("abc")
        }
        var fetch: HTTPFetch? = HTTPFetch(configuration: .test)
        var stream = try await fetch?.stream(FetchRequest(.get, server.url))
        let mailbox = try #require(fetch?.loops.slots[0].started?.mailbox)
        fetch = nil
        gate.open()
        let body = try await stream?.collect(upTo: 10)
        #expect(body == Array("abc".utf8))
        stream = nil
        await mailbox.waitUntilEnded()
    }

    @Test func manyClientsComeAndGo() async throws {
        let server = TestServer { peer, _ in try peer.respond() }
        for _ in 0..<20 {
            try await withFetch { fetch in
                let response = try await fetch.get(server.url)
                #expect(response.status == 200)
            }
        }
    }
}
