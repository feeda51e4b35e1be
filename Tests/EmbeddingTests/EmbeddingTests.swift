internal import Hummingbird
internal import HummingbirdTesting
internal import MCPCore
internal import MCPTransportHTTP
internal import ServiceLifecycle
internal import Testing

@testable internal import Embedding

@Suite(.timeLimit(.minutes(1))) struct EmbeddingTests {
    private let hold = Hold()
    private var handler: MCPHTTPHandler { Embedding.handler(ToolBox([Greet(), CountPrimes(), Flood(), hold])) }
    private var app: some ApplicationProtocol { Embedding.application(handler) }

    @Test func theApplicationsOwnRoute() async throws {
        try await app.test(.live) { client in
            let response = try await client.execute(uri: "/hello", method: .get)
            #expect(response.status == .ok && response.text == "Hello from a route of our own.\n")
            #expect(try await client.execute(uri: "/nothing", method: .get).status == .notFound)
        }
    }

    @Test func aSession() async throws {
        try await app.test(.live) { client in
            let opened = try await client.post(Messages.initialize)
            #expect(opened.status == .ok)
            let session = try ["Mcp-Session-Id": #require(opened["mcp-session-id"]), "MCP-Protocol-Version": "2025-11-25"]
            #expect(try await client.post(Messages.initialized, session).status == .accepted)
            let called = try await client.post(Messages.call(2, "greet", #"{"name":"Ada"}"#), session)
            #expect(called.status == .ok)
            #expect(try JSON(parsing: called.text)["result"]?["content"]?[0]?["text"] == "Hello, Ada!")
        }
    }

    @Test func aStatelessCall() async throws {
        try await app.test(.live) { client in
            let body = Messages.call(1, "greet", #"{"name":"Ada","formal":true}"#, meta: Messages.stateless)
            let response = try await client.post(body, Messages.headers(stateless: "greet"))
            #expect(response.status == .ok && response["content-type"] == "application/json" && response["connection"] == nil)
            #expect(try JSON(parsing: response.text)["result"]?["content"]?[0]?["text"] == "Good day, Ada.")
            #expect(try JSON(parsing: response.text)["result"]?["resultType"] == "complete")
        }
    }

    @Test func progressAndThenTheResult() async throws {
        try await app.test(.live) { client in
            let body = Messages.call(1, "count_primes", #"{"limit":100}"#, meta: Messages.stateless)
            let response = try await client.post(body, Messages.headers(stateless: "count_primes"))
            #expect(response.status == .ok && response["content-type"]?.hasPrefix("text/event-stream") == true)
            let data = response.text.split(separator: "\n").filter { $0.hasPrefix("data: ") }
            let events = try data.map { try JSON(parsing: String($0.dropFirst(6))) }
            #expect(events.count == 11)
            #expect(events.prefix(10).allSatisfy { $0["method"] == "notifications/progress" })
            #expect(events.last?["result"]?["structuredContent"]?["count"] == 25)
            #expect(events.last?["result"]?["structuredContent"]?["largest"] == 97)
        }
    }

    @Test func aReaderThatIsLateGetsEverything() async throws {
        try await app.test(.live) { client in
            try await RawClient.connected(to: #require(client.port)) { raw in
                try await raw.send(
                    "POST", "/mcp", Messages.headers(stateless: "flood"), Messages.call(1, "flood", meta: Messages.stateless))
                // The connection has answered here while the flood goes on there.
                #expect(try await client.execute(uri: "/hello", method: .get).status == .ok)
                try await raw.readAll()
                #expect(raw.text.ranges(of: "notifications/progress").count == Flood.count)
                #expect(raw.text.contains(#""text":"said""#))
            }
        }
    }

    @Test func aClientThatGoesCancelsItsCall() async throws {
        try await app.test(.live) { client in
            try await RawClient.connected(to: #require(client.port)) { raw in
                try await raw.send("POST", "/mcp", Messages.headers(stateless: "hold"), Messages.call(1, "hold", meta: Messages.stateless))
                try await raw.read(until: "notifications/progress")
            }
            await hold.cancellation()
        }
    }

    @Test func aBodyThatIsTooLarge() async throws {
        try await app.test(.live) { client in
            let response = try await client.post(String(repeating: " ", count: (4 << 20) + 1))
            #expect(response.status == .contentTooLarge)
            let padding = String(repeating: " ", count: (4 << 20) - Messages.initialize.utf8.count)
            let barely = try await client.post(Messages.initialize + padding)
            #expect(barely.status == .ok)
        }
    }

    @Test func theEndpointEventComesFirst() async throws {
        try await app.test(.live) { client in
            try await RawClient.connected(to: #require(client.port)) { stream in
                try await stream.send("GET", "/sse")
                try await stream.read(until: "\n\n")
                let event = try #require(stream.text.firstRange(of: "event: "))
                #expect(stream.text[event.upperBound...].hasPrefix("endpoint\ndata: /message?"))
                let target = try #require(stream.text[event.upperBound...].split(separator: "\n").dropFirst().first?.dropFirst(6))
                #expect(try await client.post(Messages.initialize, to: String(target)).status == .accepted)
                try await stream.read(until: #""protocolVersion""#)
            }
        }
    }

    @Test func otherMethods() async throws {
        try await app.test(.live) { client in
            let head = try await client.execute(uri: "/health", method: .head)
            #expect(head.status == .ok && head.body.readableBytes == 0)
            #expect(try await client.execute(uri: "/mcp", method: .options).status == .noContent)
            #expect(try await client.execute(uri: "/sse", method: .delete).status == .methodNotAllowed)
            let rebound = try await client.post(Messages.initialize, ["Origin": "https://elsewhere.example"])
            #expect(rebound.status == .forbidden)
        }
    }

    @Test func aShutdownEndsTheStreams() async throws {
        let handler = handler
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let app = Embedding.application(handler) { port.yield($0) }
        let group = ServiceGroup(services: Embedding.services(app, handler), logger: app.logger)
        async let running: Void = group.run()
        var bound = ports.makeAsyncIterator()
        try await RawClient.connected(to: #require(await bound.next())) { stream in
            try await stream.send("GET", "/sse")
            try await stream.read(until: "event: endpoint")
            await group.triggerGracefulShutdown()
            try await stream.readAll()
            #expect(stream.text.hasSuffix("0\r\n\r\n"))
        }
        try await running
    }
}
