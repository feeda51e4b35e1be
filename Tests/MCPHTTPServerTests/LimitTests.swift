internal import MCPHTTPServer
internal import MCPTransportHTTP
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
            #expect(await third.rest().isEmpty)
            try await first.send(get)
            #expect(try await first.response().status == 200)
        }
    }

    @Test func aSlowHeadGets408() async throws {
        try await TestServer.run(limits: { Self.shorten(&$0, \.headTime) }) { server in
            let client = try await server.connect()
            try await client.send("GET / HTTP/1.1\r\n")
            #expect(try await client.response().status == 408)
            #expect(await client.rest().isEmpty)
        }
    }

    @Test func aSlowLaterHeadGets408() async throws {
        try await TestServer.run(limits: { Self.shorten(&$0, \.headTime) }) { server in
            let client = try await server.connect()
            try await client.send(get)
            #expect(try await client.response().status == 200)
            try await client.send("GET / HT")
            #expect(try await client.response().status == 408)
        }
    }

    @Test func aSilentConnectionIsClosed() async throws {
        try await TestServer.run(limits: { Self.shorten(&$0, \.headTime) }) { server in
            let client = try await server.connect()
            #expect(await client.rest().isEmpty)
        }
    }

    @Test func aSlowBodyGets408() async throws {
        try await TestServer.run(limits: { Self.shorten(&$0, \.bodyTime) }) { server in
            let client = try await server.connect()
            try await client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf")
            #expect(try await client.response().status == 408)
        }
    }

    @Test func anIdleConnectionIsClosed() async throws {
        try await TestServer.run(limits: { Self.shorten(&$0, \.idleTime) }) { server in
            let client = try await server.connect()
            try await client.send(get)
            #expect(try await client.response().status == 200)
            #expect(await client.rest().isEmpty)
        }
    }

    @Test func aRunningExchangeHasNoLimit() async throws {
        let responder = Promise<any HTTPResponder>()
        let limits: (inout HTTPServerLimits) -> Void = { limits in
            for limit in [\HTTPServerLimits.headTime, \.bodyTime, \.idleTime] { Self.shorten(&limits, limit) }
        }
        let handler = StubHandler { request, open in
            if request.path == "/long" { responder.fulfil(open) } else { open.respond(HTTPResponseHead(200), []) }
            return nil
        }
        try await TestServer.run(handler, limits: limits) { server in
            let client = try await server.connect()
            try await client.send("GET /long HTTP/1.1\r\nHost: x\r\n\r\n")
            let open = await responder.value
            // Others come to their limit meanwhile.
            for _ in 1...3 {
                let idle = try await server.connect()
                try await idle.send(get)
                #expect(try await idle.response().status == 200)
                #expect(await idle.rest().isEmpty)
            }
            open.respond(HTTPResponseHead(200), [])
            #expect(try await client.response().status == 200)
        }
    }

    @Test func aPeerThatDoesNotReadIsNotServedOn() async throws {
        let served = Promise<Int>()
        let handler = StubHandler { request, responder in
            served.fulfil(Int(request.path.dropFirst()) ?? 0)
            responder.respond(HTTPResponseHead(200), [UInt8](repeating: 97, count: 4 << 20))
            return nil
        }
        try await TestServer.run(handler) { server in
            let client = try await server.connect()
            try await client.setReading(false)
            try await client.send((1...40).map { "GET /\($0) HTTP/1.1\r\nHost: x\r\n\r\n" }.joined())
            #expect(await served.value < 20)
            try await client.setReading(true)
            for _ in 1...40 { #expect(try await client.response().body.utf8.count == 4 << 20) }
        }
    }

    private static func shorten(_ limits: inout HTTPServerLimits, _ limit: WritableKeyPath<HTTPServerLimits, Duration>) {
        limits[keyPath: limit] = .milliseconds(200)
        limits.tickInterval = .milliseconds(10)
    }
}
