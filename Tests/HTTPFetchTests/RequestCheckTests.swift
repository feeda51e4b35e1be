internal import HTTPFetch
internal import Testing

@Suite(.timeLimit(.minutes(1)))
struct RequestCheckTests {
    @Test(arguments: [
        ("X-A", "a\r\nX-B: b"), ("X-A", "a\nb"), ("X-A", "a\rb"), ("X-A", "a\u{0}b"), ("X-A\r\nX-B", "b"), ("X-A:", "b"), ("", "b"),
        ("X A", "b"),
        ("X-A", "\u{7F}"), ("名", "b"), ("Content-Length", "5"), ("transfer-encoding", "chunked"), ("Host", "evil.example"),
        ("Connection", "close"), ("Expect", "100-continue"), ("Upgrade", "h2c"), ("TE", "trailers"),
    ])
    func refusesHeader(_ name: String, _ value: String) async throws {
        let server = TestServer { peer, _ in try peer.respond() }
        try await withFetch { fetch in
            let request = FetchRequest(.get, server.url, headers: FetchHeaders([(name, value)]))
            let error = await fetch.failure(request)
            #expect(error?.code == .invalidRequest)
            #expect(error?.mayHaveReachedServer == false)
        }
        #expect(server.connections == 0)
    }

    @Test func sendsOddButGoodHeadersAsTheyAre() async throws {
        let server = TestServer { peer, request in
            try peer.respond(
                200, [], "\(request.values("x-empty"))\(request.values("x-two"))\(request.values("accept"))\(request.values("x-name"))")
        }
        try await withFetch { fetch in
            var request = FetchRequest(
                .get, server.url, headers: ["X-Empty": "  ", "X-Two": " a\tb ", "Accept": "text/plain", "X-Name": "名前"])
            request.headers.add("X-Two", "c")
            let response = try await fetch.answer(request)
            #expect(response.text == #"[""]["a\tb ", "c"]["text/plain"]["名前"]"#.replacing("b ", with: "b"))
        }
    }

    @Test(arguments: [
        ("file:///etc/passwd", FetchError.Code.schemeNotAllowed), ("ftp://127.0.0.1/", .schemeNotAllowed),
        ("gopher://x/", .schemeNotAllowed),
        ("dict://127.0.0.1:11211/stat", .schemeNotAllowed), ("http://user:secret@127.0.0.1/", .invalidRequest),
        ("http://user@127.0.0.1/", .invalidRequest), ("http://127.0.0.1/a b", .invalidRequest),
        ("http://127.0.0.1/\r\nX: y", .invalidRequest),
        ("", .invalidRequest), ("127.0.0.1/x", .invalidRequest), ("/x", .invalidRequest), ("http://", .invalidRequest),
        ("http://127.0.0.1:99999/", .invalidRequest), ("http://127.0.0.1/\u{0}", .invalidRequest),
    ])
    func refusesURL(_ url: String, _ code: FetchError.Code) async throws {
        try await withFetch { fetch in
            let error = await fetch.failure(url)
            #expect(error?.code == code)
            #expect(error?.description.contains("secret") == false)
        }
    }

    @Test(arguments: ["GET /x HTTP/1.1\r\nX", "", "CONNECT", "TRACE", "G T"])
    func refusesMethod(_ method: String) async throws {
        try await withFetch { fetch in
            let request = FetchRequest(FetchMethod(rawValue: method), "http://127.0.0.1:1/")
            #expect(await fetch.failure(request)?.code == .invalidRequest)
        }
    }

    @Test func httpsOnly() async throws {
        try await withFetch {
            $0.allowsHTTP = false
        } _: { fetch in
            #expect(
                await fetch.failure("http://127.0.0.1:1/")?.code == .schemeNotAllowed)
        }
    }

    @Test func headersKeepTheirOrderAndHideTheirValues() {
        var headers: FetchHeaders = ["B": "1", "a": "2", "b": "3"]
        headers["b"] = "4"
        #expect(headers.map(\.value) == ["4", "2"])
        headers.add("Authorization", "Bearer canary", isSensitive: true)
        #expect(headers["AUTHORIZATION"] == "Bearer canary")
        var dumped = ""
        dump(headers, to: &dumped)
        dump(FetchRequest(.get, "http://x/", headers: headers).headers, to: &dumped)
        #expect(!"\(headers) \(Array(headers)) \(dumped) \(String(reflecting: headers))".contains("canary"))
        headers["authorization"] = nil
        #expect(headers.count == 2)
    }
}
