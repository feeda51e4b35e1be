internal import HTTPFetch
internal import Testing

@Suite(.timeLimit(.minutes(1)))
struct SendTests {
    @Test func getsStatusHeadersAndBody() async throws {
        let server = TestServer { peer, request in
            #expect(request.method == "GET" && request.target == "/tickets?status=open")
            #expect(request.value("user-agent") == "HTTPFetch")
            #expect(request.value("x-trace") == "7")
            #expect(request.value("content-length") == nil && request.value("expect") == nil && request.value("content-type") == nil)
            try peer.respond(200, ["ETag: \"v7\"", "X-Two: a", "x-two: b"], "プリンタ")
        }
        try await withFetch { fetch in
            let response = try await fetch.send(FetchRequest(.get, server.url + "/tickets?status=open", headers: ["X-Trace": "7"]))
            #expect(response.status == 200 && response.isSuccess)
            #expect(response.text == "プリンタ")
            #expect(response.headers["etag"] == "\"v7\"")
            #expect(response.headers.values(of: "X-TWO") == ["a", "b"])
            #expect(response.url == server.url + "/tickets?status=open")
            #expect(response.timing.httpVersion == "HTTP/1.1" && response.timing.attempts == 1)
            #expect(response.timing.total > .zero && response.timing.firstByte > .zero)
        }
    }

    @Test(arguments: [FetchMethod.post, .put, .patch], [true, false])
    func sendsABody(_ method: FetchMethod, isIdempotent: Bool) async throws {
        let body = [UInt8](repeating: 97, count: 300_000)
        let server = TestServer { peer, request in
            #expect(request.method == method.rawValue && request.values("content-length") == ["300000"])
            #expect(request.value("content-type") == "application/json" && request.value("expect") == nil)
            try peer.respond(201, [], request.body == body ? "whole" : "broken")
        }
        try await withFetch { fetch in
            let request = FetchRequest(
                method, server.url, headers: ["content-type": "application/json"], body: body,
                isIdempotent: isIdempotent)
            for _ in 0..<3 {
                let response = try await fetch.send(request)
                #expect(response.status == 201 && response.text == "whole")
            }
        }
    }

    @Test(
        arguments: [
            (FetchMethod.post, "0"), (.put, "0"), (.patch, "0"), (.delete, nil), (.options, nil), (FetchMethod(rawValue: "PURGE"), nil),
        ] as [(FetchMethod, String?)])
    func sendsNoBody(_ method: FetchMethod, length: String?) async throws {
        let server = TestServer { peer, request in
            #expect(request.method == method.rawValue && request.value("content-length") == length)
            #expect(request.value("transfer-encoding") == nil)
            try peer.respond()
        }
        try await withFetch { fetch in
            let response = try await fetch.answer(FetchRequest(method, server.url))
            #expect(response.status == 200)
        }
    }

    @Test func deleteWithABody() async throws {
        let server = TestServer { peer, request in try peer.respond(200, [], request.method + request.text) }
        try await withFetch { fetch in
            let response = try await fetch.answer(FetchRequest(.delete, server.url, body: Array("x".utf8)))
            #expect(response.text == "DELETEx")
        }
    }

    @Test func headHasNoBodyWhateverItsLength() async throws {
        let server = TestServer { peer, _ in try peer.write("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n") }
        try await withFetch { fetch in
            for _ in 0..<2 {
                let response = try await fetch.answer(FetchRequest(.head, server.url))
                #expect(response.body.isEmpty)
            }
        }
        #expect(server.connections == 1)
    }

    @Test func everyStatusIsAResponse() async throws {
        let server = TestServer { peer, request in try peer.respond(Int(request.target.dropFirst()) ?? 0) }
        try await withFetch { fetch in
            for status in [200, 204, 304, 400, 404, 412, 422, 500, 503] {
                let response = try await fetch.get(server.url + "/\(status)")
                #expect(response.status == status)
            }
        }
    }

    @Test func readsBytesOneByOneChunksAndInterimHeads() async throws {
        let server = TestServer { peer, _ in
            let text =
                "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nX-Folded: one\r\n two\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\nX-Trailer: t\r\n\r\n"
            for byte in Array(text.utf8) { try peer.write([byte]) }
        }
        try await withFetch { fetch in
            for _ in 0..<2 {
                let response = try await fetch.send(FetchRequest(.get, server.url))
                #expect(response.text == "abcdefg" && response.headers["x-folded"] == "one two" && response.headers["link"] == nil)
            }
        }
        #expect(server.connections == 1)
    }

    @Test func undoesGzip() async throws {
        let server = TestServer { peer, request in
            #expect(request.value("accept-encoding")?.contains("gzip") == true)
            let body = Gzip.stored("hello")
            try peer.write(Array("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(body.count)\r\n\r\n".utf8) + body)
        }
        try await withFetch { fetch in
            let response = try await fetch.get(server.url)
            #expect(response.text == "hello")
        }
    }

    @Test func encodesWhatIsNotASCII() async throws {
        let server = TestServer { peer, request in try peer.respond(200, [], request.target) }
        try await withFetch { fetch in
            let response = try await fetch.get(server.url + "/あ%20b?q=é&r=%2F")
            #expect(response.text == "/%e3%81%82%20b?q=%c3%a9&r=%2F")
        }
    }

    @Test func reusesOneConnection() async throws {
        let server = TestServer { peer, _ in try peer.respond(200, [], "x") }
        try await withFetch { fetch in
            for index in 0..<50 {
                let response = try await fetch.send(FetchRequest(.get, server.url))
                #expect(response.timing.isReusedConnection == (index > 0))
            }
        }
        #expect(server.connections == 1)
    }

    @Test(arguments: [1, 3, 16, 40])
    func twoHundredAtOnceKeepToTheLimitOfConnections(threads: Int) async throws {
        let server = TestServer { peer, request in try peer.respond(200, [], request.target) }
        try await withFetch {
            $0.threads = threads
        } _: { fetch in
            let right = try await withThrowingTaskGroup(of: Bool.self) { group in
                for index in 0..<200 {
                    group.addTask { try await fetch.get(server.url + "/\(index)").text == "/\(index)" }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(right == 200)
        }
        #expect((1...16).contains(server.connections))
    }

    @Test func tooManyInFlightAreRefused() async throws {
        let (arrived, gate) = (Gate(), Gate())
        let server = TestServer { peer, _ in
            arrived.open()
            gate.block()
            try peer.respond()
        }
        try await withFetch {
            $0.limits.inFlight = 1
        } _: { fetch in
            async let first = fetch.send(FetchRequest(.get, server.url))
            await arrived.wait()
            #expect(await fetch.failure(server.url)?.code == .overloaded)
            gate.open()
            let response = try await first
            #expect(response.status == 200)
        }
    }
}
