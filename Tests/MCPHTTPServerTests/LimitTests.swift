internal import MCPHTTPServer
internal import MCPTransportHTTP
internal import Synchronization
internal import Testing

@Suite(.timeLimit(.minutes(1)))
struct LimitTests {
    private let get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"

    @Test func connectionsOverTheLimitGet503() async throws {
        try await TestServer.run(limits: { $0.connections = 2 }) { server in
            let first = try await server.connect()
            let second = try await server.connect()
            for client in [first, second] {
                try await client.send(get)
                #expect(try await client.response().status == 200)
            }
            let third = try await server.connect()
            #expect(try await third.response().status == 503)
            #expect(try await third.rest().isEmpty)
            try await first.send(get)
            #expect(try await first.response().status == 200)
        }
    }

    /// With time enough for a busy machine to see the first bytes.
    @Test func aSlowHeadGets408() async throws {
        try await TestServer.run(limits: { Self.shorten(&$0, \.headTime, to: .seconds(1)) }) { server in
            let client = try await server.connect(sending: "GET / HTTP/1.1\r\n")
            #expect(try await client.response().status == 408)
            #expect(try await client.rest().isEmpty)
        }
    }

    @Test func aSlowLaterHeadGets408() async throws {
        try await TestServer.run(limits: { Self.shorten(&$0, \.headTime, to: .seconds(1)) }) { server in
            let client = try await server.connect(sending: get)
            #expect(try await client.response().status == 200)
            try await client.send("GET / HT")
            #expect(try await client.response().status == 408)
        }
    }

    @Test func aSilentConnectionIsClosed() async throws {
        try await TestServer.run(limits: { Self.shorten(&$0, \.headTime) }) { server in
            let client = try await server.connect()
            #expect(try await client.rest().isEmpty)
        }
    }

    @Test func aSlowBodyGets408() async throws {
        try await TestServer.run(limits: { Self.shorten(&$0, \.bodyTime) }) { server in
            let client = try await server.connect(sending: "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf")
            #expect(try await client.response().status == 408)
        }
    }

    @Test func anIdleConnectionIsClosed() async throws {
        try await TestServer.run(limits: { Self.shorten(&$0, \.idleTime) }) { server in
            let client = try await server.connect(sending: get)
            #expect(try await client.response().status == 200)
            #expect(try await client.rest().isEmpty)
        }
    }

    @Test func aRunningExchangeHasNoLimit() async throws {
        let responder = Promise<any HTTPResponder>()
        let limits: (inout HTTPServerLimits) -> Void = { limits in
            for limit in [\HTTPServerLimits.headTime, \.bodyTime] { Self.shorten(&limits, limit, to: .seconds(1)) }
            Self.shorten(&limits, \.idleTime)
        }
        let handler = StubHandler { request, open in
            if request.path == "/long" { responder.fulfil(open) } else { open.respond(HTTPResponseHead(200), []) }
            return nil
        }
        try await TestServer.run(handler, limits: limits) { server in
            let client = try await server.connect(sending: "GET /long HTTP/1.1\r\nHost: x\r\n\r\n")
            let open = try await responder.value
            // Others come to their limit meanwhile.
            for _ in 1...6 {
                let idle = try await server.connect(sending: get)
                #expect(try await idle.response().status == 200)
                #expect(try await idle.rest().isEmpty)
            }
            open.respond(HTTPResponseHead(200), [])
            #expect(try await client.response().status == 200)
        }
    }

    @Test func aPeerThatDoesNotReadIsNotServedOn() async throws {
        let served = Atomic(0)
        let handler = StubHandler { request, responder in
            if request.path == "/small" { return StubHandler.echo.serve(request, responder) }
            served.add(1, ordering: .relaxed)
            responder.respond(HTTPResponseHead(200), [UInt8](repeating: 97, count: 2 << 20))
            return nil
        }
        try await TestServer.run(handler) { server in
            let client = try await server.connect()
            try await client.setReading(false)
            try await client.send((1...40).map { "GET /\($0) HTTP/1.1\r\nHost: x\r\n\r\n" }.joined())
            // Meanwhile the server comes as far as it can.
            let other = try await server.connect()
            for _ in 1...50 {
                try await other.send("GET /small HTTP/1.1\r\nHost: x\r\n\r\n")
                #expect(try await other.response().body == "GET /small ")
            }
            #expect(served.load(ordering: .relaxed) < 20)
            try await client.setReading(true)
            for _ in 1...40 { #expect(try await client.response().body.utf8.count == 2 << 20) }
        }
    }

    @Test func slowSendersDoNotHinderOthers() async throws {
        try await TestServer.run { server in
            var slow: [RawClient] = []
            for _ in 1...150 {
                let client = try await server.connect()
                try await client.send("GET / HTTP/1.1\r\nX")
                slow.append(client)
            }
            let client = try await server.connect()
            for _ in 1...50 {
                for sender in slow.prefix(20) { try await sender.send("x") }
                try await client.send(get)
                #expect(try await client.response().status == 200)
            }
            for sender in slow { try await sender.close() }
        }
    }

    private static func shorten(
        _ limits: inout HTTPServerLimits, _ limit: WritableKeyPath<HTTPServerLimits, Duration>, to time: Duration = .milliseconds(200)
    ) {
        limits[keyPath: limit] = time
        limits.tickInterval = .milliseconds(10)
    }
}
