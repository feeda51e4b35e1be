import MCPCore
import MCPTesting
import MCPTransportHTTP
import Testing

/// Being told of changes, in both eras (2026-07-28, subscriptions; 2025-11-25, resources, subscriptions).
@Suite(.timeLimit(.minutes(1))) struct ListenTests {
    private let fixture = ChangingFixture()

    @Test func theAcknowledgementComesFirst() async throws {
        let response = try await fixture.listen(#"{"toolsListChanged":true,"resourceSubscriptions":["fixture://watched"]}"#, id: "\"sub\"")
        #expect(response.header("content-type")?.hasPrefix("text/event-stream") == true)
        let first = try #require(try await response.messages(1).first)
        #expect(first["method"] == "notifications/subscriptions/acknowledged")
        #expect(
            first["params"] == [
                "notifications": ["toolsListChanged": true, "resourceSubscriptions": ["fixture://watched"]],
                "_meta": ["io.modelcontextprotocol/subscriptionId": "sub"],
            ])
    }

    @Test func onlyWhatWasAskedForIsTold() async throws {
        let response = try await fixture.listen(#"{"promptsListChanged":true,"resourceSubscriptions":["fixture://watched"]}"#)
        fixture.changeTools()
        fixture.server.announceUpdate(ofResource: "fixture://other")
        fixture.server.announceUpdate(ofResource: ChangingFixture.resource)
        let messages = try await response.messages(2)
        #expect(messages.count == 2)
        #expect(messages[1]["method"] == "notifications/resources/updated")
        #expect(messages[1]["params"]?["uri"] == "fixture://watched")
        #expect(messages[1]["params"]?["_meta"]?["io.modelcontextprotocol/subscriptionId"] == 1)
    }

    @Test func theClientEndsItByGoing() async throws {
        let response = try await fixture.listen(#"{"toolsListChanged":true}"#)
        _ = try await response.messages(1)
        response.disconnect()
        // Nothing is left to wait for.
        await fixture.handler.shutdown(within: .seconds(3_600))
        #expect(!response.responder.isEnded)
    }

    @Test func aShutdownEndsItWithAResult() async throws {
        let response = try await fixture.listen(#"{"toolsListChanged":true}"#, id: "7")
        _ = try await response.messages(1)
        await fixture.handler.shutdown(within: .seconds(3_600))
        try await response.responder.wait { $0.isEnded }
        let last = try #require(response.messages.last)
        #expect(last["id"] == 7)
        #expect(last["result"]?["resultType"] == "complete")
        #expect(last["result"]?["_meta"]?["io.modelcontextprotocol/subscriptionId"] == 7)
    }

    @Test func aClientWithoutStreamsIsRefused() async throws {
        let client = fixture.client.modern("subscriptions/listen").with([("Accept", "application/json")])
        let body =
            #"{"jsonrpc":"2.0","id":1,"method":"subscriptions/listen","params":{"_meta":\#(HTTPClient.modernMeta),"notifications":{}}}"#
        #expect(try await client.post(body).status == 406)
    }

    @Test func streamsAreLimited() async throws {
        var configuration = Fixture.configuration
        configuration.limits.streams = 1
        let fixture = ChangingFixture(configuration: configuration)
        let first = try await fixture.listen(#"{"toolsListChanged":true}"#)
        _ = try await first.messages(1)
        #expect(try await fixture.listen(#"{"toolsListChanged":true}"#, id: "2").status == 429)
        first.disconnect()
    }

    @Test func aSessionIsToldOnItsCommonStream() async throws {
        let client = try await fixture.client.opened()
        let subscribe = #"{"jsonrpc":"2.0","id":2,"method":"resources/subscribe","params":{"uri":"fixture://watched"}}"#
        #expect(try await client.post(subscribe).json?["result"] == [:])
        let stream = client.with([("Accept", "text/event-stream")]).get("/mcp")
        fixture.server.announceUpdate(ofResource: ChangingFixture.resource)
        fixture.changeTools()
        let methods = Set(try await stream.messages(2).compactMap { $0["method"]?.string })
        #expect(methods == ["notifications/resources/updated", "notifications/tools/list_changed"])
        #expect(stream.messages.allSatisfy { $0["params"]?["_meta"] == nil })
        stream.disconnect()
    }

    /// What is said while nobody listens is kept for who comes.
    @Test func aSessionIsToldLater() async throws {
        let client = try await fixture.client.opened()
        fixture.server.announce(.prompts)
        let stream = client.with([("Accept", "text/event-stream")]).get("/mcp")
        #expect(try await stream.messages(1).first?["method"] == "notifications/prompts/list_changed")
        stream.disconnect()
    }

    @Test func aStreamOfTheFirstRevisionIsTold() async throws {
        let stream = fixture.client.with([("Accept", "text/event-stream")]).get("/sse")
        try await stream.responder.wait { !$0.events.isEmpty }
        let endpoint = try #require(stream.responder.events.first?.data)
        _ = try await fixture.client.post(HTTPClient.initialize(.v2024_11_05), to: endpoint)
        try await stream.responder.wait { $0.events.contains { $0.data.contains("protocolVersion") } }
        fixture.server.announce(.tools)
        try await stream.responder.wait { $0.events.contains { $0.data.contains("notifications/tools/list_changed") } }
        stream.disconnect()
    }
}
