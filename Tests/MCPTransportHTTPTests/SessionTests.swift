import MCPCore
import MCPTesting
import MCPTransportHTTP
import Testing

@Suite(.timeLimit(.minutes(1))) struct SessionTests {
    private let gate = Gate()

    @Test(arguments: ProtocolRevision.all.filter { $0.era == .legacy }) func aCallInASession(_ revision: ProtocolRevision) async throws {
        let client = try await HTTPClient(handler: Fixture.handler()).opened(revision)
        #expect(try await client.post(#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#).status == 202)
        let response = try await client.post(HTTPClient.call(1, "echo", #"{"text":"印刷"}"#))
        #expect(response.status == 200)
        #expect(response.header("content-type") == "application/json")
        #expect(response.json?["result"]?["content"]?[0]?["text"] == "印刷")
        #expect(response.exchange == nil)
    }

    @Test func sessionIdsAreLongAndDiffer() async throws {
        let client = HTTPClient(handler: Fixture.handler())
        var ids: [String] = []
        for _ in 0..<50 { ids.append(try #require(try await client.post(HTTPClient.initialize()).header("mcp-session-id"))) }
        #expect(Set(ids).count == 50)
        #expect(ids.allSatisfy { $0.count == 48 && $0.allSatisfy(\.isHexDigit) })
    }

    @Test func aSessionIsNeededAndKnown() async throws {
        let client = HTTPClient(handler: Fixture.handler())
        #expect(try await client.post(HTTPClient.call(1, "echo")).status == 400)
        let stranger = client.with([("Mcp-Session-Id", String(repeating: "0", count: 48))])
        #expect(try await stranger.post(HTTPClient.call(1, "echo")).status == 404)
        #expect(stranger.send("DELETE", "/mcp").status == 404)
        #expect(client.send("DELETE", "/mcp").status == 400)
        #expect(client.with([("Accept", "text/event-stream")]).get("/mcp").status == 400)
    }

    @Test func versionsThatAreNotServedAreRefused() async throws {
        let client = try await HTTPClient(handler: Fixture.handler()).opened()
        #expect(try await client.with([("MCP-Protocol-Version", "1999-01-01")]).post(HTTPClient.call(1, "echo")).status == 400)
        #expect(try await client.with([("MCP-Protocol-Version", "")]).post(HTTPClient.call(1, "echo", #"{"text":"x"}"#)).status == 200)
    }

    @Test func typesAreNegotiated() async throws {
        let client = try await HTTPClient(handler: Fixture.handler()).opened()
        #expect(try await client.with([("Content-Type", "text/plain")]).post("{}").status == 415)
        #expect(try await client.with([("Accept", "text/html")]).post(HTTPClient.call(1, "echo")).status == 406)
        #expect(try await client.with([("Accept", "application/json")]).post(HTTPClient.call(1, "echo")).status == 406)
        #expect(try await client.with([("Accept", "*/*")]).post(HTTPClient.call(1, "echo", #"{"text":"x"}"#)).status == 200)
        #expect(try await client.post("{nonsense").status == 400)
    }

    /// What comes before the reply makes the response a stream, and the reply ends it.
    @Test func progressComesOnAStream() async throws {
        let client = try await HTTPClient(handler: Fixture.handler(gate: gate)).opened()
        let response = try await client.post(HTTPClient.call(7, "steps", meta: #"{"progressToken":"p"}"#))
        #expect(response.header("content-type")?.hasPrefix("text/event-stream") == true)
        #expect(response.header("x-accel-buffering") == "no")
        #expect(!response.responder.isEnded)
        gate.open()
        try await response.responder.wait { $0.isEnded }
        let events = response.responder.events
        #expect(events.map(\.id) == ["1-0", "1-1", "1-2", "1-3"])
        #expect(events[0].data.isEmpty)
        #expect(try events.dropFirst().map { try JSON(parsing: $0.data)["params"]?["progress"] } == [1, 2, nil])
        #expect(try JSON(parsing: events[3].data)["id"] == 7)
    }

    /// The connection is lost in the middle of a call; the call goes on, and the client has the rest, once.
    @Test func aLostStreamIsResumed() async throws {
        let client = try await HTTPClient(handler: Fixture.handler(gate: gate)).opened()
        let response = try await client.post(HTTPClient.call(7, "steps", meta: #"{"progressToken":"p"}"#))
        let last = try #require(response.responder.events.last?.id)
        response.disconnect()
        let reader = client.with([("Accept", "text/event-stream"), ("Last-Event-ID", last)])
        let resumed = reader.get("/mcp")
        #expect(resumed.status == 200)
        gate.open()
        try await resumed.responder.wait { $0.isEnded }
        #expect(resumed.responder.events.map(\.id) == ["1-2", "1-3"])
        // And again, after the reply: what was missed is still there.
        let late = reader.get("/mcp")
        #expect(late.responder.isEnded)
        #expect(late.responder.events.map(\.id) == ["1-2", "1-3"])
        #expect(reader.with([("Last-Event-ID", "1-3")]).get("/mcp").responder.events.isEmpty)
    }

    @Test(arguments: ["", "x", "1", "1-", "-1-1", "1-99", "9-0", "1-1-1", "１-１"]) func foreignEventIdsAreRefused(_ id: String) async throws
    {
        let client = try await HTTPClient(handler: Fixture.handler(gate: gate)).opened()
        _ = try await client.post(HTTPClient.call(7, "steps", meta: #"{"progressToken":"p"}"#))
        var reader = client.with([("Accept", "text/event-stream")])
        reader.headers.append(("Last-Event-ID", id))
        #expect(reader.get("/mcp").status == 400)
        gate.open()
    }

    @Test func whatIsEvictedIsSaidToBeGone() async throws {
        var configuration = Fixture.configuration
        configuration.limits.keptEvents = 2
        let client = try await HTTPClient(handler: Fixture.handler(configuration: configuration, gate: gate)).opened()
        let response = try await client.post(HTTPClient.call(7, "steps", meta: #"{"progressToken":"p"}"#))
        response.disconnect()
        gate.open()
        let reader = client.with([("Accept", "text/event-stream"), ("Last-Event-ID", "1-0")])
        var resumed = reader.get("/mcp")
        while resumed.status == 200 {
            resumed.disconnect()
            await Task.yield()
            resumed = reader.get("/mcp")
        }
        #expect(resumed.status == 400)
        #expect(resumed.responder.text.contains("not kept any more"))
    }

    @Test func deleteCancelsWhatRuns() async throws {
        let client = try await HTTPClient(handler: Fixture.handler(gate: gate)).opened()
        let response = client.begin(HTTPClient.call(7, "steps"))
        let stream = client.with([("Accept", "text/event-stream")]).get("/mcp")
        #expect(client.send("DELETE", "/mcp").status == 204)
        try await gate.cancellations()
        try await response.responder.wait { $0.isEnded }
        #expect(stream.responder.isEnded)
        #expect(try await client.post(HTTPClient.call(8, "echo")).status == 404)
    }

    @Test func disconnectIsNoCancellation() async throws {
        let client = try await HTTPClient(handler: Fixture.handler(gate: gate)).opened()
        let response = client.begin(HTTPClient.call(7, "steps"))
        response.disconnect()
        #expect(gate.heldCount == 1)
        #expect(try await client.post(#"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7}}"#).status == 202)
        try await gate.cancellations()
    }

    @Test func sessionsAreBoundToTheirPrincipal() async throws {
        let keys = APIKeyAuthProvider([("key-of-alice", Principal(id: "alice")), ("key-of-bob", Principal(id: "bob"))])
        let handler = Fixture.handler(configuration: HTTPConfiguration(auth: keys, asksForIdentity: true))
        let alice = try await HTTPClient(handler: handler).with([("X-API-Key", "key-of-alice")]).opened()
        #expect(try await alice.post(HTTPClient.call(1, "echo", #"{"text":"x"}"#)).status == 200)
        let bob = alice.with([("X-API-Key", ""), ("Authorization", "Bearer key-of-bob")])
        #expect(try await bob.post(HTTPClient.call(1, "echo", #"{"text":"x"}"#)).status == 404)
        let nobody = alice.with([("X-API-Key", "")])
        #expect(try await nobody.post(HTTPClient.call(1, "echo")).status == 401)
        #expect(try await nobody.post(HTTPClient.call(1, "echo")).header("www-authenticate") == "Bearer")
        #expect(try await nobody.with([("X-API-Key", "key-of-alicf")]).post("{}").status == 401)
    }

    /// Two clients use the same request id at the same time; each has its own answer.
    @Test func idsOfSessionsDoNotMeet() async throws {
        let handler = Fixture.handler(gate: gate)
        var clients: [HTTPClient] = []
        for _ in 0..<64 { clients.append(try await HTTPClient(handler: handler).opened()) }
        let waiting = clients.map { $0.begin(HTTPClient.call(1, "steps")) }
        for (index, client) in clients.enumerated() {
            let response = try await client.post(HTTPClient.call(1_000, "echo", #"{"text":"client \#(index)"}"#))
            #expect(response.json?["result"]?["content"]?[0]?["text"] == .string("client \(index)"))
        }
        gate.open()
        for response in waiting { try await response.responder.wait { $0.isEnded } }
        #expect(waiting.allSatisfy { $0.json?["id"] == 1 && $0.json?["result"] != nil })
    }

    @Test func limitsHold() async throws {
        var configuration = Fixture.configuration
        configuration.limits.sessions = 3
        configuration.limits.streamsPerSession = 1
        let client = HTTPClient(handler: Fixture.handler(configuration: configuration))
        let first = try await client.opened()
        for _ in 0..<2 { _ = try await client.opened() }
        let refused = try await client.post(HTTPClient.initialize())
        #expect(refused.status == 503 && refused.header("retry-after") != nil)
        #expect(first.send("DELETE", "/mcp").status == 204)
        #expect(try await client.post(HTTPClient.initialize()).status == 200)
    }

    @Test func aRefusedInitializeLeavesNoSession() async throws {
        let client = HTTPClient(handler: Fixture.handler())
        let refused = try await client.post(#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{}}"#)
        #expect(refused.json?["error"]?["code"] == -32602)
        #expect(client.with([("Accept", "application/json")]).get("/health").json?["sessions"] == 0)
    }

    @Test func idleSessionsEnd() async throws {
        let time = ManualTime()
        let handler = Fixture.handler(time: time)
        let idle = try await HTTPClient(handler: handler).opened()
        let listening = try await HTTPClient(handler: handler).opened()
        let stream = listening.with([("Accept", "text/event-stream")]).get("/mcp")
        while time.now < .seconds(1_900) {
            try await time.sleeperAppears()
            time.advance(by: .seconds(20))
            // The stream comes to its end in time; its client comes back at once.
            if stream.responder.isEnded { _ = listening.with([("Accept", "text/event-stream")]).get("/mcp") }
        }
        while try await idle.post(HTTPClient.call(1, "echo")).status != 404 {
            try await time.sleeperAppears()
            time.advance(by: .seconds(1_900))
        }
        #expect(try await idle.post(HTTPClient.call(1, "echo")).status == 404)
    }
}
