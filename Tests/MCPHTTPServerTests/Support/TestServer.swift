internal import Logging
internal import MCPHTTPServer
internal import MCPTransportHTTP
internal import Testing

/// A server that runs while a test does.
struct TestServer {
    let server: HTTPServer
    let port: Int

    func connect(sending greeting: String = "") async throws -> RawClient {
        try await RawClient.connect(port: port, sending: greeting)
    }

    static func run(
        _ handler: StubHandler = .echo, addresses: [ListenAddress] = [.tcp(host: "127.0.0.1", port: 0)], tls: HTTPServerTLS? = nil,
        drainTime: Duration = .seconds(10), limits: (inout HTTPServerLimits) -> Void = { _ in },
        _ body: @Sendable (TestServer) async throws -> Void
    ) async throws {
        var serverLimits = HTTPServerLimits()
        limits(&serverLimits)
        let configuration = HTTPServerConfiguration(
            addresses: addresses, tls: tls, eventLoopThreads: 2, limits: serverLimits, drainTime: drainTime)
        let server = HTTPServer(handler: handler, configuration: configuration, logger: .silent)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            let addresses = try await server.boundAddresses
            do {
                try await body(TestServer(server: server, port: addresses.first?.port ?? 0))
            } catch {
                group.cancelAll()
                throw error
            }
            server.beginGracefulShutdown()
            try await group.waitForAll()
        }
    }

    /// A server, a client, and a response to it that has begun.
    static func streaming(_ body: @escaping @Sendable (RawClient, any HTTPResponder) async throws -> Void) async throws {
        let responder = Promise<any HTTPResponder>()
        try await run(.handing(to: responder)) { server in
            let client = try await server.connect(sending: "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            let stream = try await responder.value
            stream.begin(HTTPResponseHead(200))
            try await body(client, stream)
        }
    }
}

extension HTTPServer {
    static func make(_ addresses: [ListenAddress], _ handler: StubHandler = .echo, tls: HTTPServerTLS? = nil) -> HTTPServer {
        HTTPServer(
            handler: handler, configuration: HTTPServerConfiguration(addresses: addresses, tls: tls, eventLoopThreads: 1),
            logger: .silent)
    }
}

extension Logger {
    static var silent: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }
}
