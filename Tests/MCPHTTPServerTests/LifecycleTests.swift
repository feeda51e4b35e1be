internal import MCPHTTPServer
internal import MCPTransportHTTP
internal import NIOCore
internal import Testing

@Suite(.timeLimit(.minutes(1)))
struct LifecycleTests {
    private let get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"

    @Test func shutdownLetsARunningExchangeFinish() async throws {
        let responder = Promise<any HTTPResponder>()
        let isShuttingDown = Promise<Duration>()
        let handler = StubHandler { _, open in
            responder.fulfil(open)
            return nil
        } onShutdown: {
            isShuttingDown.fulfil($0)
        }
        try await TestServer.run(handler, drainTime: .seconds(20)) { server in
            let idle = try await server.connect()
            let client = try await server.connect()
            try await client.send(get + get)
            let open = try await responder.value
            server.server.beginGracefulShutdown()
            #expect(try await isShuttingDown.value == .seconds(20))
            #expect(try await idle.rest().isEmpty)
            await #expect(throws: (any Error).self) { try await server.connect() }
            open.respond(HTTPResponseHead(200), Array("done".utf8))
            let response = try await client.response()
            #expect(response.body == "done")
            #expect(response["connection"] == "close")
            #expect(try await client.rest().isEmpty)
        }
    }

    @Test func shutdownCutsWhatDoesNotFinish() async throws {
        let responder = Promise<any HTTPResponder>()
        let exchange = StubExchange()
        try await TestServer.run(.handing(to: responder, exchange: exchange), drainTime: .milliseconds(50)) { server in
            let client = try await server.connect()
            try await client.send(get)
            _ = try await responder.value
            server.server.beginGracefulShutdown()
            try await exchange.gone.value
            #expect(try await client.rest().isEmpty)
        }
    }

    @Test func cancellingStopsAtOnce() async throws {
        let responder = Promise<any HTTPResponder>()
        let exchange = StubExchange()
        let server = HTTPServer.make([.tcp(host: "127.0.0.1", port: 0)], .handing(to: responder, exchange: exchange))
        let run = Task { try await server.run() }
        let client = try await RawClient.connect(port: try #require(try await server.boundAddresses.first?.port))
        try await client.send(get)
        _ = try await responder.value
        run.cancel()
        try await exchange.gone.value
        await #expect(throws: CancellationError.self) { try await run.value }
    }

    @Test func aServerRunsOnce() async throws {
        let server = HTTPServer.make([.tcp(host: "127.0.0.1", port: 0)])
        server.beginGracefulShutdown()
        try await server.run()
        await #expect { try await server.run() } throws: { ($0 as? HTTPServerError)?.code == .notRunning }
    }

    @Test func aTakenPortIsNamed() async throws {
        try await TestServer.run { taken in
            let second = HTTPServer.make([.tcp(host: "127.0.0.1", port: taken.port)])
            await #expect { try await second.run() } throws: { error in
                (error as? HTTPServerError)?.code == .addressInUse && "\(error)".contains("Port \(taken.port) ")
            }
            await #expect(throws: HTTPServerError.self) { try await second.boundAddresses }
        }
    }

    @Test func theFirstFreePortOfARangeIsTaken() async throws {
        try await TestServer.run { taken in
            let range = taken.port...min(taken.port + 50, 65_535)
            try await TestServer.run(addresses: [.tcp(host: "127.0.0.1", portRange: range)]) { server in
                #expect(server.port > taken.port && range.contains(server.port))
                let client = try await server.connect()
                try await client.send(get)
                #expect(try await client.response().status == 200)
            }
        }
    }

    @Test func listensAtUnixSockets() async throws {
        let path = "/tmp/mcp-http-\(UInt64.random(in: 0 ... .max)).sock"
        try await TestServer.run(addresses: [.unixSocket(path: path), .tcp(host: "::1", port: 0)]) { _ in
            let client = try await RawClient.connect(path: path)
            try await client.send(get)
            #expect(try await client.response().body == "GET / ")
        }
        await #expect(throws: (any Error).self) { try await RawClient.connect(path: path) }
        // Left behind or not, the path can be taken again.
        try await TestServer.run(addresses: [.unixSocket(path: path)]) { _ in _ = try await RawClient.connect(path: path) }
    }
}
