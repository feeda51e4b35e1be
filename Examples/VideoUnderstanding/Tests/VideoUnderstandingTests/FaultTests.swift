import MCPCore
import MCPTesting
import Testing

@testable import VideoUnderstanding

/// What the model reads when the service cannot do it.
@Suite(.timeLimit(.minutes(1)))
struct FaultTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let answer: StandIn.Answer
        let text: String
        var testDescription: String { text }

        init(_ answer: StandIn.Answer, _ text: String) {
            self.answer = answer
            self.text = text
        }
    }

    static let refusals = [
        Case(.json(401, .null), "The analysis service does not accept this server's key."),
        Case(.json(422, ["error": ["message": "the video is\nprivate"]]), "does not take this: the video is private. Change"),
        Case(.json(429, .null, ["retry-after": "40"]), "has too much to do. Call again after 40 s."),
        Case(.json(500, .null), "is not available. Call again later."),
        Case(.json(200, ["id": "job/1"]), "an answer that makes no sense"),
        Case(.bytes(200, "<html>"), "an answer that makes no sense"),
        Case(.silence, "does not answer. Call again later."),
    ]

    @Test(arguments: refusals)
    func theJobDoesNotStart(_ refusal: Case) async throws {
        let service = StandIn(start: refusal.answer)
        try await Fixture.run(service, answerTime: .milliseconds(200)) { fixture in
            try await Self.expect(refusal.text, from: fixture)
        }
        #expect(service.requests("DELETE").isEmpty)
    }

    @Test func theJobFails() async throws {
        let service = StandIn(polls: [.job("running", 0.5), .job("failed", nil, [("error", ["message": "no frames in it"])])])
        try await Fixture.run(service) { fixture in
            async let passing: Void = fixture.pass(2)
            try await Self.expect("The analysis failed: no frames in it.", from: fixture)
            try await passing
        }
        #expect(service.requests("DELETE").isEmpty)
    }

    @Test func theJobIsLost() async throws {
        let service = StandIn(polls: [.json(404, .null)])
        try await Fixture.run(service) { fixture in
            async let passing: Void = fixture.pass()
            try await Self.expect("lost the job", from: fixture)
            try await passing
        }
        #expect(service.requests("DELETE").isEmpty)
    }

    @Test func theServiceIsGone() async throws {
        let unused = Analyses(AnalysisAPI(baseURL: "http://127.0.0.1:1", key: StandIn.key))
        let server = MCPServer(Implementation(name: "t", version: "1"), tools: ToolBox([AnalyzeVideo(analyses: unused)]))
        let client = InProcessPeer(server, wire: .recording())
        try await client.open(.v2025_11_25)
        let result = try await client.call("analyze_video", Fixture.arguments)
        #expect(result["content"]?[0]?["text"]?.string?.contains("is not available") == true)
        await unused.shutdown()
    }

    @Test func someBadMomentsAreNoEnd() async throws {
        let bad = StandIn.Answer.json(503, .null)
        let service = StandIn(polls: [bad, bad, .job("running", 0.5), bad, bad, bad, bad, .done])
        try await Fixture.run(service) { fixture in
            async let passing: Void = fixture.pass(8)
            let result = try await fixture.analyze()
            #expect(result["content"]?[0]?["text"]?.string?.hasPrefix("A cat.") == true)
            try await passing
        }
    }

    @Test func tooManyBadMomentsAre() async throws {
        let service = StandIn(polls: [.json(500, .null)])
        try await Fixture.run(service) { fixture in
            async let passing: Void = fixture.pass(5)
            try await Self.expect("is not available", from: fixture)
            try await passing
        }
        #expect(service.requests("GET").count == 5)
        #expect(service.requests("DELETE").count == 1)
    }

    @Test func theServiceSaysWhenToAskAgain() async throws {
        let service = StandIn(polls: [.job("running", 0.5, [], ["retry-after": "30"]), .done])
        try await Fixture.run(service) { fixture in
            async let result = fixture.analyze()
            try await fixture.time.sleeperAppears()
            fixture.time.advance(by: .milliseconds(500))
            try await fixture.time.sleeperAppears()
            fixture.time.advance(by: .milliseconds(29_999))
            #expect(service.requests("GET").count == 1)
            fixture.time.advance(by: .milliseconds(1))
            let answer = try await result
            #expect(answer["content"]?[0]?["text"]?.string?.hasPrefix("A cat.") == true)
        }
    }

    @Test func waitsGrowUpToABound() {
        var backoff = Backoff(first: .seconds(1), factor: 2, longest: .seconds(5))
        #expect([nil, nil, nil, nil, nil].map { backoff.next($0) } == [.seconds(1), .seconds(2), .seconds(4), .seconds(5), .seconds(5)])
        #expect(backoff.next(.seconds(20)) == .seconds(20))
        #expect(backoff.next(.seconds(3_600)) == .seconds(60))
    }

    @Test func badArgumentsGoNowhere() async throws {
        let service = StandIn()
        try await Fixture.run(service) { fixture in
            let response = try await fixture.post(Fixture.call(1, ["video_url": "file:///etc/passwd", "question": ""]))
            #expect(response.text.contains("video_url") && response.text.contains("https://") && response.text.contains("question"))
        }
        #expect(service.requests("POST").isEmpty)
    }

    private static func expect(_ text: String, from fixture: Fixture, _ location: SourceLocation = #_sourceLocation) async throws {
        let result = try await fixture.analyze()
        let said = try #require(result["content"]?[0]?["text"]?.string, sourceLocation: location)
        #expect(result["isError"] == true && result["structuredContent"] == nil, sourceLocation: location)
        #expect(said.contains(text), sourceLocation: location)
        #expect(!said.contains(StandIn.key) && !said.contains("127.0.0.1"), sourceLocation: location)
    }
}
