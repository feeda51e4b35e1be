internal import HTTPFetch
internal import Testing

@Suite(.timeLimit(.minutes(1)))
struct StreamTests {
    @Test func handsOutPiecesAsTheyCome() async throws {
        let gates = (0..<3).map { _ in Gate() }
        let server = TestServer { peer in
            let request = try peer.read()
            #expect(request?.value("accept-encoding") == nil)
            try peer.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
            for gate in gates {
                gate.block()
                try peer.write("3\r\nabc\r\n")
            }
            try peer.write("0\r\n\r\n")
        }
        try await withFetch { fetch in
            let stream = try await fetch.stream(FetchRequest(.get, server.url))
            #expect(stream.status == 200 && stream.isSuccess && stream.headers["content-type"] == "text/event-stream")
            var iterator = stream.makeAsyncIterator()
            for gate in gates {
                gate.open()
                let piece = try await iterator.next()
                #expect(piece == Array("abc".utf8))
            }
            let (end, again) = (try await iterator.next(), try await iterator.next())
            #expect(end == nil && again == nil)
        }
    }

    @Test func aSlowReaderHoldsTheServerBack() async throws {
        let total = 64 << 20
        let written = Shared(0)
        let started = Gate()
        let server = TestServer { peer in
            _ = try peer.read()
            try peer.write("HTTP/1.1 200 OK\r\nContent-Length: \(total)\r\n\r\n")
            try peer.write([UInt8](repeating: 7, count: total)) {
                if written.increment(by: $0) > 1 << 20 { started.open() }
            }
        }
        try await withFetch {
            $0.limits.streamHighWater = 128 << 10
            $0.limits.streamLowWater = 32 << 10
        } _: { fetch in
            let stream = try await fetch.stream(FetchRequest(.get, server.url))
            await started.wait()
            // Other calls go on beside it; after so many round trips nothing more would come in.
            let other = TestServer { peer, _ in try peer.respond() }
            var before = -1
            while before != written.value {
                before = written.value
                for _ in 0..<200 { _ = try await fetch.get(other.url) }
            }
            // What the kernel's two buffers hold, and not the body.
            #expect(written.value < 16 << 20)
            var received = 0
            for try await piece in stream {
                received += piece.count
                #expect(piece.first == 7 && piece.last == 7)
            }
            #expect(received == total && written.value == total)
        }
    }

    @Test func droppingItClosesTheConnection() async throws {
        let closed = Gate()
        let server = TestServer { peer in
            _ = try peer.read()
            try peer.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
            peer.waitForClose()
            closed.open()
        }
        try await withFetch { fetch in
            for try await piece in try await fetch.stream(FetchRequest(.get, server.url)) {
                #expect(piece == Array("abc".utf8))
                break
            }
            await closed.wait()
        }
    }

    /// Many streams, held back and let go at any moment; the limit met in the middle of one that was held back.
    @Test func manyAtOnce() async throws {
        let server = TestServer { peer, _ in try peer.respond(200, [], String(repeating: "x", count: 300_000)) }
        try await withFetch {
            $0.limits.streamHighWater = 20_000
            $0.limits.streamLowWater = 5_000
        } _: { fetch in
            try await withThrowingTaskGroup { group in
                for index in 0..<100 {
                    group.addTask {
                        var request = FetchRequest(.get, server.url)
                        request.maximumResponseBytes = index % 4 == 0 ? nil : 300_000
                        let stream = try await fetch.stream(request)
                        if index % 3 == 0 { return }
                        var received = 0
                        for try await piece in stream {
                            received += piece.count
                            if index % 3 == 1, received > index * 1_000 { return }
                        }
                        #expect(received == 300_000)
                    }
                }
                try await group.waitForAll()
            }
            let response = try await fetch.get(server.url)
            #expect(response.body.count == 300_000)
        }
    }

    @Test func theLimitHoldsAfterAPause() async throws {
        let server = TestServer { peer in
            _ = try peer.read()
            try peer.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
            try peer.write([UInt8](repeating: 7, count: 1_000_000))
        }
        try await withFetch {
            $0.limits.streamHighWater = 20_000
            $0.limits.streamLowWater = 0
            $0.limits.streamBytes = 100_000
        } _: { fetch in
            let stream = try await fetch.stream(FetchRequest(.get, server.url))
            #expect(await failure { try await stream.collect(upTo: 2_000_000) }?.code == .responseTooLarge)
        }
    }

    @Test func cancelEndsItForItsReader() async throws {
        let server = TestServer { peer in
            _ = try peer.read()
            try peer.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n")
            peer.waitForClose()
        }
        try await withFetch { fetch in
            let stream = try await fetch.stream(FetchRequest(.get, server.url))
            async let error = failure { try await stream.collect(upTo: 10) }
            stream.cancel()
            #expect(await error?.code == .cancelled)
        }
    }

    @Test func collectAndTheStreamKeepToTheirLimits() async throws {
        let server = TestServer { peer, _ in try peer.respond(200, [], String(repeating: "x", count: 100_000)) }
        try await withFetch {
            $0.limits.streamBytes = 100_000
        } _: { fetch in
            let body = try await fetch.stream(FetchRequest(.get, server.url)).collect(upTo: 100_000)
            #expect(body.count == 100_000)
            let stream = try await fetch.stream(FetchRequest(.get, server.url))
            #expect(await failure { try await stream.collect(upTo: 99_999) }?.code == .responseTooLarge)
            var request = FetchRequest(.get, server.url)
            request.maximumResponseBytes = 99_999
            #expect(await failure { try await fetch.stream(request) }?.code == .responseTooLarge)
        }
    }

    @Test func anEmptyBodyEndsAtOnce() async throws {
        let server = TestServer { peer, _ in try peer.respond(204) }
        try await withFetch { fetch in
            let body = try await fetch.stream(FetchRequest(.get, server.url)).collect(upTo: 0)
            #expect(body.isEmpty)
        }
    }
}
