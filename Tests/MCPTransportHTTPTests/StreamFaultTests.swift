import MCPCore
import MCPTesting
import MCPTransportHTTP
import Testing

/// What becomes of a session's streams when connections go, come back, and come twice.
@Suite(.timeLimit(.minutes(1))) struct StreamFaultTests {
    private let gate = Gate()
    private static let progress = HTTPClient.call(7, "steps", meta: #"{"progressToken":"p"}"#)

    private func streams(_ client: HTTPClient) -> JSON? {
        client.with([("Accept", "application/json"), ("Mcp-Session-Id", "")]).get("/health").json?["streams"]
    }

    /// Who comes back before we know that the old connection is gone takes the stream over: nothing comes twice.
    @Test func twoReadersOfOneStream() async throws {
        let client = try await HTTPClient(handler: Fixture.handler(gate: gate)).opened()
        let first = try await client.post(Self.progress)
        let reader = client.with([("Accept", "text/event-stream"), ("Last-Event-ID", "1-1")])
        let (second, third) = (reader.get("/mcp"), reader.get("/mcp"))
        #expect(first.responder.isEnded && second.responder.isEnded && !third.responder.isEnded)
        gate.open()
        try await third.responder.wait { $0.isEnded }
        #expect(third.responder.events.map(\.id) == ["1-2", "1-3"])
        #expect(first.responder.events.map(\.id) == ["1-0", "1-1"] && second.responder.events.isEmpty)
        let commons = [reader.with([("Last-Event-ID", "")]).get("/mcp"), reader.with([("Last-Event-ID", "")]).get("/mcp")]
        #expect(commons.map(\.responder.isEnded) == [true, false])
        commons[1].disconnect()
        #expect(streams(client) == 0)
    }

    /// A reader that is lost a thousand times gets everything once, and leaves nothing behind.
    @Test func aThousandReconnects() async throws {
        let client = try await HTTPClient(handler: Fixture.handler(gate: gate)).opened()
        let call = try await client.post(Self.progress)
        call.disconnect()
        let reader = client.with([("Accept", "text/event-stream"), ("Last-Event-ID", "1-1")])
        for _ in 0..<1_000 {
            let connection = reader.get("/mcp")
            #expect(connection.status == 200 && connection.responder.events.isEmpty)
            connection.disconnect()
        }
        #expect(streams(client) == 0)
        gate.open()
        var last = reader.get("/mcp")
        while !last.responder.isEnded {
            last.disconnect()
            await Task.yield()
            last = reader.get("/mcp")
        }
        #expect(last.responder.events.map(\.id) == ["1-2", "1-3"])
        #expect(streams(client) == 0)
    }

    /// A stream that nothing more comes on ends, also for who comes back to it.
    @Test(arguments: [false, true]) func theStreamOfACancelledCallEnds(_ isLost: Bool) async throws {
        let client = try await HTTPClient(handler: Fixture.handler(gate: gate)).opened()
        let call = try await client.post(Self.progress)
        if isLost { call.disconnect() }
        let reader = client.with([("Accept", "text/event-stream"), ("Last-Event-ID", "1-0")])
        let early = isLost ? reader.get("/mcp") : call
        #expect(try await client.post(#"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7}}"#).status == 202)
        try await gate.cancellations()
        try await early.responder.wait { $0.isEnded }
        let late = reader.get("/mcp")
        #expect(late.status == 200 && late.responder.isEnded)
        #expect(late.responder.events.map(\.id) == ["1-1"])
        #expect(streams(client) == 0)
    }

    /// An event that was cut in the middle comes again, whole: its id was not the last that the client had.
    @Test func anEventThatWasCut() async throws {
        let client = try await HTTPClient(handler: Fixture.handler(gate: gate)).opened()
        let call = try await client.post(Self.progress)
        let primer = try #require(call.responder.events.first?.id)
        call.disconnect()
        gate.open()
        let reader = client.with([("Accept", "text/event-stream"), ("Last-Event-ID", primer)])
        let resumed = reader.get("/mcp")
        try await resumed.responder.wait { $0.isEnded }
        #expect(resumed.responder.events.map(\.id) == ["1-1", "1-2", "1-3"])
        #expect(resumed.messages.map { $0["params"]?["progress"] } == [1, 2, nil])
    }

    @Test(arguments: [
        "", ",", ";q=1", "*", "*/", "/*", "text/*;q=0", "application/json;q=2;q=0", String(repeating: "text/event-stream,", count: 2_000),
        "text/event-stream;q=\(String(repeating: "9", count: 4_000))", "\u{FF}\u{FE}", "application/json\u{0}, text/event-stream",
    ])
    func absurdAccept(_ accept: String) async throws {
        var client = HTTPClient(handler: Fixture.handler())
        client.headers.removeAll { $0.0 == "Accept" }
        client.headers.append(("Accept", accept))
        let response = try await client.post(HTTPClient.initialize())
        #expect([200, 406].contains(response.status ?? 0))
        let stream = client.get("/sse")
        #expect([200, 406].contains(stream.status ?? 0))
        stream.disconnect()
        #expect(HTTPClient(handler: client.handler).get("/health").json?["streams"] == 0)
    }
}
