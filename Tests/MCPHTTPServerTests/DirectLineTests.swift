internal import MCPCore
internal import MCPTesting
internal import MCPTransportHTTP
internal import Testing

/// Changes that many are told of at once, over real connections.
@Suite(.timeLimit(.minutes(2))) struct DirectLineTests {
    private static let all = "tickets://all"
    private static let last = "tickets://last"
    /// More than fit into a socket at once.
    private static let large = "tickets://" + String(repeating: "x", count: 20_000)

    private static func run(_ body: @escaping @Sendable (MCPServer, TestServer) async throws -> Void) async throws {
        let resources = [all, last, large].map { Resource($0, name: "r") { _ in .text("") } }
        let server = MCPServer(Implementation(name: "lines", version: "1"), resources: ResourceBox(resources))
        let handler = MCPHTTPHandler(server, configuration: HTTPConfiguration())
        let stub = StubHandler({ handler.serve($0, $1) }, onShutdown: { await handler.shutdown(within: $0) })
        try await TestServer.run(stub) { try await body(server, $0) }
    }

    /// - Parameter id: as it stands in the request.
    private static func listen(_ server: TestServer, _ id: String, to resources: [String]) async throws -> RawClient {
        let meta =
            #"{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{},"#
            + #""io.modelcontextprotocol/clientInfo":{"name":"test","version":"1"}}"#
        let wish = resources.map { "\"\($0)\"" }.joined(separator: ",")
        let body =
            #"{"jsonrpc":"2.0","id":\#(id),"method":"subscriptions/listen","params":{"notifications":{"resourceSubscriptions":["#
            + #"\#(wish)]},"_meta":\#(meta)}}"#
        let fields = "MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: subscriptions/listen\r\n"
        let client = try await server.connect(sending: post("/mcp", body, fields))
        let head = try await client.text(upTo: "}\n\n\r\n")
        #expect(head.contains("acknowledged"))
        return client
    }

    private static func post(_ path: String, _ body: String, _ fields: String = "") -> String {
        "POST \(path) HTTP/1.1\r\nHost: localhost\r\nAccept: application/json, text/event-stream\r\n\(fields)"
            + "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    /// A stream of HTTP+SSE that watches a resource.
    private static func watch(_ server: TestServer, _ uri: String) async throws -> RawClient {
        let stream = try await server.connect(sending: "GET /sse HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n")
        let opening = try await stream.text(upTo: "\n\n\r\n")
        let path = try #require(opening.split(separator: "data: ").last?.split(separator: "\n").first)
        let poster = try await server.connect()
        let messages = [
            #"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2024-11-05","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}"#,
            #"{"jsonrpc":"2.0","method":"notifications/initialized"}"#,
            #"{"jsonrpc":"2.0","id":2,"method":"resources/subscribe","params":{"uri":"\#(uri)"}}"#,
        ]
        for (number, message) in messages.enumerated() {
            try await poster.send(post(String(path), message))
            #expect(try await poster.response().status == 202)
            if number != 1 { _ = try await stream.text(upTo: "}\n\n\r\n") }
        }
        try await poster.close()
        return stream
    }

    /// The first change takes the way through the streams, the others go to the sockets; nobody sees a difference.
    @Test func everyChangeIsToldAlike() async throws {
        try await Self.run { mcp, server in
            let ids = ["1", "-27", "1234567", "12345678", "\"seven\"", "\"an id that is too long for a line\"", "7654321", "\"印\""]
            var clients: [(RawClient, String?)] = []
            for id in ids { clients.append((try await Self.listen(server, id, to: [Self.all]), id)) }
            for _ in 0..<4 { clients.append((try await Self.watch(server, Self.all), nil)) }
            let other = try await Self.listen(server, "99", to: [Self.last])
            var told: [[String]] = Array(repeating: [], count: clients.count)
            for _ in 0..<4 {
                mcp.announceUpdate(ofResource: Self.all)
                for (place, client) in clients.enumerated() { told[place].append(try await client.0.text(upTo: "}\n\n\r\n")) }
            }
            for (texts, (_, id)) in zip(told, clients) {
                #expect(Set(texts).count == 1)
                #expect(texts[0].contains("notifications/resources/updated") && texts[0].contains(Self.all))
                if let id { #expect(texts[0].contains("\"io.modelcontextprotocol/subscriptionId\":\(id)")) }
            }
            // Who wanted something else was told of nothing.
            mcp.announceUpdate(ofResource: Self.last)
            let text = try await other.text(upTo: "}\n\n\r\n")
            #expect(text.contains(Self.last) && !text.contains(Self.all))
            for client in clients { try await client.0.close() }
            try await other.close()
        }
    }

    /// What the socket does not take whole goes out after it has been read, and nothing between its parts.
    @Test func readersThatDoNotReadGetWholeEvents() async throws {
        try await Self.run { mcp, server in
            var clients: [RawClient] = []
            for number in 0..<10 { clients.append(try await Self.listen(server, "\(number)", to: [Self.large, Self.last])) }
            for client in clients { try await client.setReading(false) }
            for _ in 0..<800 {
                mcp.announceUpdate(ofResource: Self.large)
                await Task.yield()
            }
            mcp.announceUpdate(ofResource: Self.last)
            for (number, client) in clients.enumerated() {
                try await client.setReading(true)
                var (count, isOver) = (0, false)
                while !isOver {
                    for event in try await client.inbox.take({ Self.chunks(&$0) }) where !event.hasPrefix(":") {
                        #expect(event.hasPrefix("event: message\ndata: {") && event.hasSuffix("}\n\n"))
                        #expect(event.contains("\"io.modelcontextprotocol/subscriptionId\":\(number)}"))
                        if event.contains(Self.last) {
                            isOver = true
                        } else {
                            #expect(event.contains("\"\(Self.large)\""))
                            count += 1
                        }
                    }
                }
                #expect(count > 1)
                try await client.close()
            }
        }
    }

    /// The whole chunks of a body; nil while there is none.
    private static func chunks(_ bytes: inout [UInt8]) -> [String]? {
        var (chunks, start): ([String], Int) = ([], 0)
        while let line = bytes[start...].prefix(12).firstRange(of: Array("\r\n".utf8)),
            let size = Int(String(decoding: bytes[start..<line.lowerBound], as: UTF8.self), radix: 16),
            bytes.count >= line.upperBound + size + 2
        {
            chunks.append(String(decoding: bytes[line.upperBound..<line.upperBound + size], as: UTF8.self))
            start = line.upperBound + size + 2
        }
        bytes.removeFirst(start)
        return chunks.isEmpty ? nil : chunks
    }

    /// A request that was cancelled is told of nothing, and its connection serves the next one.
    @Test func nothingIsToldAfterTheEnd() async throws {
        try await Self.run { mcp, server in
            var clients: [RawClient] = []
            for number in 0..<10 { clients.append(try await Self.listen(server, "\(number)", to: [Self.all])) }
            for _ in 0..<2 {
                mcp.announceUpdate(ofResource: Self.all)
                for client in clients { _ = try await client.text(upTo: "}\n\n\r\n") }
            }
            // Their descriptors may be given to those who come now.
            for client in clients.prefix(5) { try await client.reset() }
            var others: [RawClient] = []
            for _ in 0..<5 {
                others.append(try await server.connect())
                try await others[others.count - 1].send("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
                _ = try await others[others.count - 1].response()
            }
            for _ in 0..<3 {
                mcp.announceUpdate(ofResource: Self.all)
                for client in clients.suffix(5) { _ = try await client.text(upTo: "}\n\n\r\n") }
            }
            for other in others {
                try await other.send("GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n")
                #expect(try await other.response().status == 404)
            }
            for client in clients.suffix(5) + others { try await client.close() }
        }
    }
}
