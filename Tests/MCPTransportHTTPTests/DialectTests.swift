import MCPCore
import MCPTesting
import MCPTransportHTTP
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1))) struct DialectTests {
    private static let secret = String(repeating: "s", count: 64)

    @Test func httpAndSSE() async throws {
        let client = HTTPClient(handler: Fixture.handler())
        let stream = client.get("/sse")
        #expect(stream.status == 200)
        #expect(stream.responder.events.map(\.name) == ["endpoint"])
        let path = stream.responder.events[0].data
        #expect(path.hasPrefix("/message?sessionId="))
        #expect(try await client.post(HTTPClient.initialize(.v2024_11_05), to: path).status == 202)
        #expect(try await client.post(HTTPClient.call(1, "echo", #"{"text":"line\nbreak"}"#), to: path).status == 202)
        try await stream.responder.wait { $0.events.count == 3 }
        #expect(stream.responder.events[2].name == "message")
        #expect(try JSON(parsing: stream.responder.events[2].data)["result"]?["content"]?[0]?["text"] == "line\nbreak")
        stream.disconnect()
        #expect(try await client.post(HTTPClient.call(2, "echo"), to: path).status == 404)
    }

    @Test func pagesAreToldWhenTheStreamIsReady() async throws {
        let client = HTTPClient(handler: Fixture.handler())
        #expect(client.with([("Origin", "http://localhost:3000")]).get("/sse").responder.events.map(\.name) == ["endpoint", "ready"])
        #expect(client.with([("Sec-Fetch-Mode", "cors")]).get("/sse").responder.events.map(\.name) == ["endpoint", "ready"])
    }

    @Test(arguments: [("/desk", "/desk/message"), ("/a/b/", "/a/b/message"), ("//evil.example", "/message"), ("/a b", "/message")])
    func behindAProxyThePathIsRight(_ prefix: String, _ expected: String) async throws {
        let client = HTTPClient(handler: Fixture.handler()).with([("X-Forwarded-Prefix", prefix)])
        #expect(client.get("/sse").responder.events[0].data.hasPrefix(expected + "?"))
    }

    @Test func sharedSecret() async throws {
        let time = ManualTime()
        let auth = try SharedSecretAuthProvider([Self.secret, String(repeating: "n", count: 64)])
        let handler = Fixture.handler(configuration: HTTPConfiguration(auth: auth, asksForIdentity: true), time: time)
        let client = HTTPClient(handler: handler)
        for header in ["", "Bearer", "Bearer x", "Basic \(Self.secret)", "Bearer \(Self.secret)x", "Bearer \(Self.secret.dropLast())"] {
            #expect(client.with([("Authorization", header)]).get("/sse").status == 401)
            #expect(try await client.with([("Authorization", header)]).post(HTTPClient.call(1, "echo"), to: "/rpc").status == 401)
        }
        let known = client.with([("Authorization", "Bearer \(Self.secret)")])
        let stream = known.get("/sse")
        #expect(stream.responder.events.last?.name == "ready")
        #expect(stream.responder.events.last?.data == #""ok""#)
        // Who looks after the streams may not have gone to sleep again when time moves on; so it goes on until the ping is there.
        var seconds = 0
        while !stream.responder.events.contains(where: { $0.name == "ping" }), seconds < 10_000 {
            try await time.sleeperAppears()
            time.advance(by: .seconds(1))
            seconds += 1
            await Task.yield()
        }
        #expect(seconds >= 25)
        #expect(stream.responder.events.contains { $0.name == "ping" })
        #expect(stream.responder.text.contains(": keep-alive\n\n"))
        let answer = try await known.post(HTTPClient.call(1, "echo", #"{"text":"x"}"#), to: "/rpc")
        #expect(answer.status == 200)
        #expect(answer.json?["result"]?["content"]?[0]?["text"] == "x")
    }

    @Test func connectionID() async throws {
        let client = HTTPClient(handler: Fixture.handler())
        let stream = client.get("/mcp/sse")
        #expect(stream.responder.events[0].name == "connected")
        let id = try #require(try JSON(parsing: stream.responder.events[0].data)["connection_id"]?.string)
        let call = HTTPClient.call(1, "echo", #"{"text":"x"}"#)
        #expect(try await client.post(call, to: "/mcp/sse/message?connection_id=\(id)").status == 202)
        let inBody = #"{"connection_id":"\#(id)","# + HTTPClient.call(2, "echo", #"{"text":"y"}"#).dropFirst()
        #expect(try await client.post(inBody, to: "/mcp/sse/message").status == 202)
        try await stream.responder.wait { $0.events.count == 3 }
        #expect(stream.responder.events.map(\.name) == ["connected", "mcp_response", "mcp_response"])
        #expect(try await client.post(call, to: "/mcp/sse/message?connection_id=0").status == 404)
        let plain = client.with([("Accept", "application/json")])
        #expect(try await plain.post(call).json?["result"]?["content"]?[0]?["text"] == "x")
        #expect(plain.get("/mcp").json?["status"] == "ok")
    }

    @Test func aStreamEndsInTimeAndSaysWhenToComeBack() async throws {
        let time = ManualTime()
        let client = try await HTTPClient(handler: Fixture.handler(time: time)).opened()
        let stream = client.with([("Accept", "text/event-stream")]).get("/mcp")
        while !stream.responder.isEnded {
            try await time.sleeperAppears()
            time.advance(by: .seconds(60))
        }
        #expect(time.now >= .seconds(840))
        #expect(stream.responder.text.hasSuffix("retry: 1000\n\n"))
    }

    @Test func aSlowReaderLosesItsStream() async throws {
        let client = HTTPClient(handler: Fixture.handler())
        let stream = client.get("/sse")
        let path = stream.responder.events[0].data
        stream.responder.unread.withLock { $0 = 2 << 20 }
        #expect(try await client.post(HTTPClient.call(1, "echo", #"{"text":"x"}"#), to: path).status == 202)
        try await stream.responder.wait { $0.isEnded }
        #expect(try await client.post(HTTPClient.call(2, "echo"), to: path).status == 404)
    }
}
