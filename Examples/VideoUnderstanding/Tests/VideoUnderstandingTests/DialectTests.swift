import MCPCore
import MCPTesting
import Testing

@testable import VideoUnderstanding

/// The tool as clients of the shared-secret dialect use it.
@Suite(.timeLimit(.minutes(1)))
struct DialectTests {
    @Test func progressAndThenTheResult() async throws {
        let service = StandIn(polls: [
            .job("running", 0.25, [("stage", "looking at frames")]), .job("running", 0.25), .job("running", 0.75), .done,
        ])
        try await Fixture.run(service) { fixture in
            var stream = try await fixture.openStream()
            let endpoint = try await stream.next()
            #expect(endpoint.name == "endpoint")
            #expect(try await stream.next() == EventStream.Event(name: "ready", data: #""ok""#))
            let initialize: JSON = [
                "jsonrpc": "2.0", "id": 0, "method": "initialize",
                "params": ["protocolVersion": "2025-06-18", "capabilities": [:], "clientInfo": ["name": "test", "version": "1"]],
            ]
            #expect(try await fixture.post(initialize, to: endpoint.data).status == 202)
            #expect(try await stream.message()["result"]?["serverInfo"]?["name"] == "video-understanding")
            #expect(try await fixture.post(Fixture.call(1), to: endpoint.data).status == 202)
            try await fixture.pass(4)
            for (progress, message) in [(0, nil), (25, "looking at frames"), (75, nil), (100, nil)] as [(Int64, String?)] {
                let notification = try await stream.message()
                #expect(notification["method"] == "notifications/progress")
                #expect(notification["params"]?["progressToken"] == "p")
                #expect(notification["params"]?["progress"]?.integer == progress)
                #expect(notification["params"]?["total"] == 100)
                #expect(notification["params"]?["message"]?.string == message)
            }
            let reply = try await stream.message()
            #expect(reply["id"] == 1)
            let result = try #require(reply["result"])
            #expect(result["content"]?[0]?["text"] == "A cat.\n1:05 It jumps.\n0:07 It eats.")
            #expect(result["structuredContent"]?["summary"] == "A cat.")
            #expect(result["structuredContent"]?["moments"]?[1]?["at_seconds"]?.double == 7.5)
        }
        let start = try #require(service.requests("POST").first)
        #expect(try JSON(parsing: start.body) == Fixture.arguments)
        #expect(service.requests("GET").count == 4 && service.requests("DELETE").isEmpty)
    }

    @Test func oneRequestOneResponse() async throws {
        try await Fixture.run(StandIn(start: .done)) { fixture in
            let result = try await fixture.analyze()
            #expect(result["content"]?[0]?["text"]?.string?.hasPrefix("A cat.") == true)
        }
    }

    @Test func nobodyComesInWithoutTheSecret() async throws {
        let service = StandIn()
        try await Fixture.run(service) { fixture in
            for wrong in ["", "x", String(repeating: "t", count: 64), Fixture.secret + "s"] {
                let stream = try await fixture.openStream(secret: wrong)
                #expect(stream.status == 401)
                for path in ["/rpc", "/message?sessionId=1"] {
                    #expect(try await fixture.post(Fixture.call(1), to: path, secret: wrong).status == 401)
                }
            }
        }
        #expect(service.requests("POST").isEmpty)
    }

    @Test func aSecretOfAnotherLength() {
        #expect(throws: AuthError.self) {
            try VideoUnderstanding.handler(Analyses(AnalysisAPI(baseURL: "http://127.0.0.1", key: "")), secret: "short")
        }
    }
}
