internal import MCPHTTPServer
internal import MCPTransportHTTP
internal import Testing

@Suite(.timeLimit(.minutes(1)))
struct ExchangeTests {
    @Test func answersAndKeepsTheConnection() async throws {
        try await TestServer.run { server in
            let client = try await server.connect()
            for number in 1...3 {
                try await client.send("POST /a?b=\(number) HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi")
                let response = try await client.response()
                #expect(response.statusLine == "HTTP/1.1 200 OK")
                #expect(response.body == "POST /a?b=\(number) hi")
                #expect(response["connection"] == nil)
                #expect(response["date"]?.hasSuffix(" GMT") == true)
            }
            try await client.close()
        }
    }

    @Test func handsOverTheWholeRequest() async throws {
        let request = Promise<HTTPRequest>()
        let handler = StubHandler { received, responder in
            request.fulfil(received)
            responder.respond(HTTPResponseHead(204, ["x-a": "b"]), [])
            return nil
        }
        try await TestServer.run(handler) { server in
            let client = try await server.connect()
            try await client.send("GET http://example.org/p?q HTTP/1.1\r\nHost: example.org\r\nX-Two: 1\r\nx-two: 2\r\n\r\n")
            let response = try await client.response()
            #expect(response.statusLine == "HTTP/1.1 204 No Content")
            #expect(response["content-length"] == nil)
            #expect(response["x-a"] == "b")
        }
        let received = try await request.value
        #expect(received.path == "/p")
        #expect(received.query == "q")
        #expect(received.headers.values(of: "x-two") == ["1", "2"])
        #expect(received.body.isEmpty)
        #expect(received.remoteAddress == "127.0.0.1")
    }

    @Test func pipelinesFiftyRequestsOfOneWrite() async throws {
        try await TestServer.run { server in
            let client = try await server.connect()
            try await client.send((1...50).map { "GET /\($0) HTTP/1.1\r\nHost: x\r\n\r\n" }.joined())
            for number in 1...50 { #expect(try await client.response().body == "GET /\(number) ") }
        }
    }

    @Test func pipelinesFiftyRequestsByteByByte() async throws {
        try await TestServer.run { server in
            let client = try await server.connect()
            for byte in (1...50).map({ "GET /\($0) HTTP/1.1\r\nHost: x\r\n\r\n" }).joined().utf8 {
                try await client.send(String(decoding: [byte], as: UTF8.self))
            }
            for number in 1...50 { #expect(try await client.response().body == "GET /\(number) ") }
        }
    }

    @Test func pipelinedRequestsWaitForTheirTurn() async throws {
        let first = Promise<any HTTPResponder>()
        let handler = StubHandler { request, responder in
            if request.path == "/1" { first.fulfil(responder) } else { responder.respond(HTTPResponseHead(200), Array(request.path.utf8)) }
            return nil
        }
        try await TestServer.run(handler, limits: { $0.waitingRequests = 10 }) { server in
            let client = try await server.connect()
            try await client.send((1...30).map { "GET /\($0) HTTP/1.1\r\nHost: x\r\n\r\n" }.joined())
            try await first.value.respond(HTTPResponseHead(200), Array("/1".utf8))
            for number in 1...10 { #expect(try await client.response().body == "/\(number)") }
            // The last that may wait.
            let last = try await client.response()
            #expect(last.body == "/11")
            #expect(last["connection"] == "close")
            #expect(try await client.rest().isEmpty)
        }
    }

    @Test func readsChunkedBodies() async throws {
        try await TestServer.run { server in
            let client = try await server.connect()
            try await client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3;ext=1\r\nabc\r\n")
            try await client.send("2\r\nde\r\n0\r\nTrailer: 1\r\n\r\n")
            #expect(try await client.response().body == "POST / abcde")
        }
    }

    @Test func answersHeadWithoutABody() async throws {
        try await TestServer.run { server in
            let client = try await server.connect()
            try await client.send("HEAD /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\n\r\n")
            let response = try await client.response(toHead: true)
            #expect(response["content-length"] == "8")
            #expect(try await client.response().body == "GET /b ")
        }
    }

    @Test(arguments: ["HTTP/1.0\r\nConnection: keep-alive", "HTTP/1.0", "HTTP/1.1\r\nHost: x\r\nConnection: close"])
    func closesWhereThePeerDoesNotStay(_ version: String) async throws {
        try await TestServer.run { server in
            let client = try await server.connect()
            try await client.send("GET / \(version)\r\n\r\n")
            let response = try await client.response()
            #expect(response["connection"] == "close")
            #expect(response.body == "GET / ")
            #expect(try await client.rest().isEmpty)
        }
    }

    @Test func sixtyFourConnectionsGetTheirOwnAnswers() async throws {
        try await TestServer.run { server in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for connection in 0..<64 {
                    group.addTask {
                        let client = try await server.connect()
                        for number in 0..<20 {
                            try await client.send("GET /\(connection)/\(number) HTTP/1.1\r\nHost: x\r\n\r\n")
                            #expect(try await client.response().body == "GET /\(connection)/\(number) ")
                        }
                        try await client.close()
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test func upgradesAreIgnored() async throws {
        try await TestServer.run { server in
            let client = try await server.connect()
            try await client.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
            #expect(try await client.response().status == 200)
            try await client.send("GET /next HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(try await client.response().body == "GET /next ")
        }
    }
}
