import MCPCore
import MCPTesting
import Testing

@testable import MCPTransportHTTP

/// Every bound of ``HTTPLimits``: what fits, one more, and what fits again when something has gone.
@Suite(.timeLimit(.minutes(1))) struct LimitTests {
    private let gate = Gate()

    private func client(_ change: (inout HTTPLimits) -> Void, auth: any AuthProvider = FixedPrincipalAuth()) -> HTTPClient {
        var configuration = Fixture.configuration
        configuration.auth = auth
        change(&configuration.limits)
        return HTTPClient(handler: Fixture.handler(configuration: configuration, gate: gate))
    }

    /// What holds where nobody says otherwise.
    @Test func defaults() {
        let (limits, server) = (HTTPLimits(), ServerLimits())
        #expect(limits.sessions == 10_000 && limits.sessionsPerPrincipal == 100 && limits.sessionIdleTime == .seconds(1_800))
        #expect(limits.streamsPerSession == 8 && limits.keptEvents == 1_000 && limits.keptBytes == 1 << 20)
        #expect(limits.callsPerSecond == 50 && limits.callBurst == 100 && limits.streamTime == .seconds(840))
        #expect(limits.unreadBytes == 1 << 20 && limits.streams == 20_000)
        #expect(server.json == JSONLimits(bytes: 4 << 20, depth: 64, stringBytes: 2 << 20, members: 10_000))
        #expect(server.runningPerPeer == 64 && server.requestTime == .seconds(60))
    }

    @Test func sessionsOfOnePrincipal() async throws {
        let keys = APIKeyAuthProvider([("key-of-alice", Principal(id: "alice")), ("key-of-bob", Principal(id: "bob"))])
        let client = client({ $0.sessionsPerPrincipal = 2 }, auth: keys)
        let (alice, bob) = (client.with([("X-API-Key", "key-of-alice")]), client.with([("X-API-Key", "key-of-bob")]))
        let first = try await alice.opened()
        _ = try await alice.opened()
        let refused = try await alice.post(HTTPClient.initialize())
        #expect(refused.status == 429 && refused.header("retry-after") != nil)
        _ = try await bob.opened()
        #expect(first.send("DELETE", "/mcp").status == 204)
        _ = try await alice.opened()
    }

    /// A stream that is lost makes room; one more than fits is refused, but for who comes back to a stream that is still held.
    @Test func streamsOfOneSession() async throws {
        let client = try await client({ $0.streamsPerSession = 1 }).opened()
        let call = try await client.post(HTTPClient.call(7, "steps", meta: #"{"progressToken":"p"}"#))
        #expect(call.responder.events.first?.id == "1-0")
        call.disconnect()
        let reader = client.with([("Accept", "text/event-stream")])
        let common = reader.get("/mcp")
        #expect(common.status == 200)
        let refused = reader.with([("Last-Event-ID", "1-0")]).get("/mcp")
        #expect(refused.status == 429 && refused.header("retry-after") != nil)
        // An answer that would need one more comes all the same; it cannot be resumed.
        let second = try await client.post(HTTPClient.call(8, "steps", meta: #"{"progressToken":"q"}"#))
        #expect(second.responder.events.allSatisfy { $0.id == nil })
        common.disconnect()
        let resumed = reader.with([("Last-Event-ID", "1-0")]).get("/mcp")
        #expect(resumed.status == 200)
        gate.open()
        try await resumed.responder.wait { $0.isEnded }
        try await second.responder.wait { $0.isEnded }
        #expect(second.messages.last?["id"] == 8)
    }

    @Test func streamsInAll() async throws {
        let client = client { $0.streams = 2 }
        let reader = try await client.opened().with([("Accept", "text/event-stream")])
        let (first, second) = (client.get("/sse"), client.get("/mcp/sse"))
        #expect(first.status == 200 && second.status == 200)
        for refused in [client.get("/sse"), client.get("/mcp/sse"), reader.get("/mcp")] {
            #expect(refused.status == 429 && refused.header("retry-after") != nil)
        }
        first.disconnect()
        let third = reader.get("/mcp")
        #expect(third.status == 200)
        third.disconnect()
        second.disconnect()
        #expect(client.with([("Accept", "application/json")]).get("/health").json?["streams"] == 0)
    }

    /// What is kept for who comes back is bounded by bytes too; the latest event is kept whatever its size.
    @Test func bytesThatAreKept() async throws {
        var ring = EventRing(count: 1_000, bytes: 100)
        for sequence in 1...50 {
            let evicted = ring.append(EventRing.Event(stream: 1, sequence: sequence, data: [UInt8](repeating: 97, count: 30)))
            #expect(evicted.map(\.sequence) == (sequence > 3 ? [sequence - 3] : []))
        }
        #expect(ring.events(of: 1, after: 47)?.map(\.sequence) == [48, 49, 50])
        #expect(ring.events(of: 1, after: 46) == nil)
        let evicted = ring.append(EventRing.Event(stream: 2, sequence: 1, data: [UInt8](repeating: 97, count: 1_000)))
        #expect(evicted.map(\.sequence) == [48, 49, 50])
        #expect(ring.events(of: 2, after: 0)?.count == 1)

        let client = try await client { $0.keptBytes = 1 }.opened()
        let call = try await client.post(HTTPClient.call(7, "steps", meta: #"{"progressToken":"p"}"#))
        call.disconnect()
        gate.open()
        let reader = client.with([("Accept", "text/event-stream"), ("Last-Event-ID", "1-0")])
        var resumed = reader.get("/mcp")
        while resumed.status == 200 {
            resumed.disconnect()
            await Task.yield()
            resumed = reader.get("/mcp")
        }
        #expect(resumed.status == 400 && resumed.responder.text.contains("not kept any more"))
    }

    @Test func bodiesAreReadToTheDepthOfTheLimitAlone() async throws {
        let client = client { _ in }
        func nested(_ depth: Int) -> String {
            #"{"jsonrpc":"2.0","id":1,"method":"ping","params":"# + String(repeating: #"{"a":"#, count: depth) + "1"
                + String(repeating: "}", count: depth) + "}"
        }
        #expect(try await client.post(nested(40), to: "/rpc").status == 200)
        let refused = try await client.post(nested(100_000), to: "/rpc")
        #expect(refused.status == 400 && refused.json?["error"]?["code"] == -32600)
        #expect(refused.json?["error"]?["message"]?.string?.contains("depth") == true)
        let twice = try await client.post(#"{"jsonrpc":"2.0","id":1,"id":2,"method":"ping"}"#, to: "/rpc")
        #expect(twice.status == 400 && twice.json?["error"]?["code"] == -32700)
    }

    /// Of a call that was cancelled nothing is kept in its session but what can still be fetched.
    @Test func streamsWithoutAReplyAreForgotten() throws {
        var limits = HTTPLimits()
        limits.keptEvents = 2
        let session = HTTPSession(Session(id: "s", principal: Principal(id: "p")), limits: limits, now: .zero)
        let message = RawMessage(Array("{}".utf8))
        let silent = try #require(session.openStream(for: nil))
        session.complete(silent)
        #expect(session.resumption(after: EventID(stream: silent, sequence: 0)) == .lost)
        let spoken = try #require(session.openStream(for: nil))
        session.send(message, on: spoken, isLast: false)
        session.complete(spoken)
        #expect(session.resumption(after: EventID(stream: spoken, sequence: 0)) == .possible)
        for _ in 0..<2 { session.send(message, on: session.common, isLast: false) }
        #expect(session.resumption(after: EventID(stream: spoken, sequence: 1)) == .lost)
        // And where its events went before its end.
        let gone = try #require(session.openStream(for: nil))
        session.send(message, on: gone, isLast: false)
        for _ in 0..<2 { session.send(message, on: session.common, isLast: false) }
        #expect(session.resumption(after: EventID(stream: gone, sequence: 1)) == .possible)
        session.complete(gone)
        #expect(session.resumption(after: EventID(stream: gone, sequence: 1)) == .lost)
    }
}
