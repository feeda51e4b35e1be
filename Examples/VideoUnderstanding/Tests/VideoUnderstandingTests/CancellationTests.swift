import MCPCore
import MCPTesting
import Testing

@testable import VideoUnderstanding

/// Whatever ends a call, its job at the service ends too.
@Suite(.timeLimit(.minutes(1)))
struct CancellationTests {
    @Test func theClientCancels() async throws {
        let service = StandIn()
        try await Fixture.run(service) { fixture in
            var stream = try await fixture.openStream()
            let path = try await stream.next().data
            #expect(try await fixture.post(Fixture.call(1), to: path).status == 202)
            try await fixture.pass()
            try await service.arrival(of: "GET")
            #expect(try await fixture.post(Fixture.cancel(1), to: path).status == 202)
            try await service.arrival(of: "DELETE")
            #expect(service.requests("DELETE").map(\.path) == ["/v1/analyses/job%2F1"])
            // A cancelled request has no answer: the next one after its progress is another's.
            #expect(try await fixture.post(["jsonrpc": "2.0", "id": 2, "method": "ping"], to: path).status == 202)
            var message = try await stream.message()
            while message["method"] == "notifications/progress" { message = try await stream.message() }
            #expect(message["id"] == 2)
        }
    }

    /// Which job it is, only the answer to the start says.
    @Test func theClientCancelsWhileTheJobIsBeingStarted() async throws {
        let gate = Gate()
        let service = StandIn(start: .later(gate, .job("queued")))
        try await Fixture.run(service) { fixture in
            var stream = try await fixture.openStream()
            let path = try await stream.next().data
            #expect(try await fixture.post(Fixture.call(1), to: path).status == 202)
            try await service.arrival(of: "POST")
            #expect(try await fixture.post(Fixture.cancel(1), to: path).status == 202)
            #expect(service.requests("DELETE").isEmpty)
            gate.open()
            try await service.arrival(of: "DELETE")
        }
        #expect(service.requests("GET").isEmpty)
    }

    @Test func theClientGoes() async throws {
        let service = StandIn()
        try await Fixture.run(service) { fixture in
            var stream = try await fixture.openStream()
            let path = try await stream.next().data
            #expect(try await fixture.post(Fixture.call(1), to: path).status == 202)
            try await fixture.pass()
            stream.close()
            try await service.arrival(of: "DELETE")
        }
    }

    @Test func theServerShutsDown() async throws {
        let service = StandIn()
        try await Fixture.run(service, drainTime: .milliseconds(20)) { fixture in
            var stream = try await fixture.openStream()
            let path = try await stream.next().data
            #expect(try await fixture.post(Fixture.call(1), to: path).status == 202)
            try await fixture.pass()
        }
        #expect(service.requests("DELETE").count == 1)
    }

    /// Who shuts down while a job is being started waits until it is cancelled, too.
    @Test func theServerShutsDownWhileTheJobIsBeingStarted() async throws {
        let gate = Gate()
        let service = StandIn(start: .later(gate, .job("queued")))
        try await Fixture.serving(service) { url in
            let analyses = Analyses(AnalysisAPI(baseURL: url, key: StandIn.key))
            let tools = ToolBox([AnalyzeVideo(analyses: analyses)])
            let client = InProcessPeer(MCPServer(Implementation(name: "test", version: "1"), tools: tools), wire: .recording())
            try await client.open(.v2025_11_25)
            client.send(Fixture.call(1).text)
            try await service.arrival(of: "POST")
            client.session.end()
            async let ended: Void = analyses.shutdown()
            await Task.yield()
            gate.open()
            await ended
            #expect(service.requests("DELETE").count == 1)
        }
    }

    @Test func theTimeIsOver() async throws {
        let service = StandIn()
        let serverTime = ManualTime()
        try await Fixture.run(service, serverTime: serverTime) { fixture in
            async let result = fixture.analyze()
            try await fixture.pass()
            try await serverTime.sleeperAppears()
            serverTime.advance(by: .seconds(601))
            let answer = try await result
            #expect(answer["isError"] == true)
            #expect(answer["content"]?[0]?["text"]?.string?.contains("600") == true)
            try await service.arrival(of: "DELETE")
        }
    }

    @Test func aJobThatCannotBeCancelledHoldsNothingUp() async throws {
        let service = StandIn(cancel: .json(500, .null))
        try await Fixture.run(service, drainTime: .milliseconds(20)) { fixture in
            var stream = try await fixture.openStream()
            let path = try await stream.next().data
            #expect(try await fixture.post(Fixture.call(1), to: path).status == 202)
            try await fixture.pass()
        }
        #expect(!service.requests("DELETE").isEmpty)
    }
}
