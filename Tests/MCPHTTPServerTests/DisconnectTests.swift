internal import MCPHTTPServer
internal import MCPTransportHTTP
internal import Testing

@Suite(.timeLimit(.minutes(1)))
struct DisconnectTests {
    enum End: CaseIterable { case halfClose, close, reset }

    @Test(arguments: End.allCases, [false, true])
    func anExchangeIsToldOfItsConnection(_ end: End, _ streams: Bool) async throws {
        let responder = Promise<any HTTPResponder>()
        let exchange = StubExchange()
        try await TestServer.run(.handing(to: responder, exchange: exchange)) { server in
            let client = try await server.connect()
            try await client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\nGET /waits HTTP/1.1\r\nHost: x\r\n\r\n")
            let open = try await responder.value
            if streams {
                open.begin(HTTPResponseHead(200))
                _ = try await client.text(upTo: "\r\n\r\n")
            }
            #expect(!exchange.gone.isFulfilled)
            switch end {
            case .halfClose: try await client.closeOutput()
            case .close: try await client.close()
            case .reset: try await client.reset()
            }
            try await exchange.gone.value
            #expect(open.write([1]) == nil)
            open.end()
        }
    }

    /// Nothing more is read of such a connection, but its end is seen.
    @Test(arguments: ["GET /more HTTP/1.1\r\nHost: x\r\n\r\n", "nonsense\r\n\r\n"])
    func whatFollowsALastRequestIsIgnored(_ excess: String) async throws {
        let responder = Promise<any HTTPResponder>()
        let exchange = StubExchange()
        try await TestServer.run(.handing(to: responder, exchange: exchange)) { server in
            let client = try await server.connect()
            try await client.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            let open = try await responder.value
            for _ in 1...3 { try await client.send(excess) }
            open.respond(HTTPResponseHead(200), Array("last".utf8))
            #expect(try await client.response().body == "last")
            #expect(try await client.rest().isEmpty)
            #expect(!exchange.gone.isFulfilled)
        }
    }

    @Test func aFinishedExchangeIsNotTold() async throws {
        let exchange = StubExchange()
        let handler = StubHandler { _, responder in
            responder.respond(HTTPResponseHead(200), [])
            return exchange
        }
        try await TestServer.run(handler) { server in
            let client = try await server.connect()
            try await client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            _ = try await client.response()
            try await client.close()
        }
        #expect(!exchange.gone.isFulfilled)
    }

    @Test func halfARequestIsForgotten() async throws {
        try await TestServer.run { server in
            let client = try await server.connect()
            try await client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf")
            try await client.closeOutput()
            #expect(try await client.rest().isEmpty)
        }
    }
}
