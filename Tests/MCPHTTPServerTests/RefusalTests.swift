internal import MCPHTTPServer
internal import MCPTransportHTTP
internal import Testing

@Suite(.timeLimit(.minutes(1)))
struct RefusalTests {
    static let malformed: [(request: String, status: Int)] = [
        ("nonsense\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\u{0}b\r\n\r\n", 400),
        ("GET nowhere HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("FROBNICATE / HTTP/1.1\r\nHost: a\r\n\r\n", 501),
        ("GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505),
        ("CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n", 405),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501),
        ("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nExpect: the-impossible\r\n\r\n", 417),
        ("GET /\(String(repeating: "a", count: 9000)) HTTP/1.1\r\nHost: a\r\n\r\n", 414),
        ("GET / HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "a", count: 9000))\r\n\r\n", 431),
        ("GET / HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "a", count: 200_000))", 431),
        ("GET / HTTP/1.1\r\nHost: a\r\n" + (0..<120).map { "X\($0): a\r\n" }.joined() + "\r\n", 431),
        ("GET / HTTP/1.1\r\nHost: a\r\n" + (0..<5).map { "X\($0): \(String(repeating: "a", count: 7000))\r\n" }.joined() + "\r\n", 431),
    ]

    @Test(arguments: malformed)
    func refusesAndCloses(_ request: String, _ status: Int) async throws {
        try await TestServer.run { server in
            let client = try await server.connect()
            try await client.send(request)
            let response = try await client.response()
            #expect(response.status == status)
            #expect(response["connection"] == "close")
            #expect(response.body.hasPrefix(#"{"error":""#))
            #expect(try await client.rest().isEmpty)
        }
    }

    @Test func refusesInTheOrderOfTheConnection() async throws {
        let first = Promise<any HTTPResponder>()
        try await TestServer.run(.handing(to: first)) { server in
            let client = try await server.connect()
            try await client.send("GET /1 HTTP/1.1\r\nHost: x\r\n\r\nnonsense\r\n\r\n")
            try await first.value.respond(HTTPResponseHead(200), Array("one".utf8))
            #expect(try await client.response().body == "one")
            #expect(try await client.response().status == 400)
            #expect(try await client.rest().isEmpty)
        }
    }

    @Test func refusesLongBodiesByTheirDeclaredLength() async throws {
        try await TestServer.run(limits: { $0.bodyBytes = 1000 }) { server in
            let client = try await server.connect()
            try await client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\n")
            #expect(try await client.response().status == 413)
            #expect(try await client.rest().isEmpty)
        }
    }

    @Test func refusesLongChunkedBodies() async throws {
        try await TestServer.run(limits: { $0.bodyBytes = 1000 }) { server in
            let client = try await server.connect()
            try await client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
            try await client.send("258\r\n\(String(repeating: "a", count: 600))\r\n258\r\n\(String(repeating: "a", count: 600))\r\n")
            #expect(try await client.response().status == 413)
            #expect(try await client.rest().isEmpty)
        }
    }

    @Test func bodiesUpToTheLimitAreTaken() async throws {
        try await TestServer.run { server in
            let client = try await server.connect()
            let body = String(repeating: "a", count: 4 << 20)
            try await client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: \(4 << 20)\r\n\r\n\(body)")
            #expect(try await client.response().body == "POST / \(body)")
        }
    }

    @Test func asksForABodyThatIsHeldBack() async throws {
        try await TestServer.run(limits: { $0.bodyBytes = 1000 }) { server in
            let client = try await server.connect()
            for _ in 1...2 {
                try await client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n")
                #expect(try await client.text(upTo: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
                try await client.send("hi")
                #expect(try await client.response().body == "POST / hi")
            }
            try await client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2000\r\nExpect: 100-continue\r\n\r\n")
            #expect(try await client.response().status == 413)
        }
    }
}
