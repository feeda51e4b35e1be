import MCPCore
import MCPTesting
import Testing

/// `subscriptions/listen` (2026-07-28).
@Suite(.timeLimit(.minutes(1))) struct ListenTests {
    @Test(arguments: [true, false]) func theAcknowledgementComesFirst(_ overSession: Bool) async throws {
        let server = SubscriptionFixture.server(announcing: [.tools, .resources])
        let client = try await EngineClient.open(server, .v2026_07_28, overSession: overSession)
        var wish = SubscriptionFixture.everyList
        wish["resourceSubscriptions"] = ["note://1", "note://nowhere"]
        let id = client.start("subscriptions/listen", ["notifications": .object(wish)])
        let acknowledgement = try await client.next()
        #expect(acknowledgement["method"] == "notifications/subscriptions/acknowledged")
        #expect(acknowledgement.subscription == id)
        // Prompts do not change here, so that wish is not honoured.
        #expect(
            acknowledgement["params"]?["notifications"] == [
                "toolsListChanged": true, "resourcesListChanged": true, "resourceSubscriptions": ["note://1", "note://nowhere"],
            ])
        #expect(client.unread.isEmpty)
    }

    @Test func onlyWhatWasAskedForIsTold() async throws {
        let server = SubscriptionFixture.server()
        let client = try await EngineClient.open(server, .v2026_07_28)
        let id = try await client.listen(["promptsListChanged": true, "resourceSubscriptions": ["note://1"], "toolsListChanged": false])
        SubscriptionFixture.addTool(server)
        server.announce(.resources)
        server.announceUpdate(ofResource: "note://2")
        server.announceUpdate(ofResource: "note://1")
        let update = try await client.next()
        #expect(update["method"] == "notifications/resources/updated")
        #expect(update["params"]?["uri"] == "note://1")
        #expect(update.subscription == id)
        server.announce(.prompts)
        let change = try await client.next()
        #expect(change["method"] == "notifications/prompts/list_changed")
        #expect(change.subscription == id)
        #expect(client.unread.isEmpty)
    }

    /// A client that has its acknowledgement is told of whatever happens from then on.
    @Test func nothingIsMissedAfterTheAcknowledgement() async throws {
        let server = SubscriptionFixture.server()
        let client = try await EngineClient.open(server, .v2026_07_28) { inbox in
            OutletWithEffect(inbox: inbox, method: "notifications/subscriptions/acknowledged") { SubscriptionFixture.addTool(server) }
        }
        _ = try await client.listen(["toolsListChanged": true])
        #expect(try await client.next()["method"] == "notifications/tools/list_changed")
    }

    /// Each stream is told under its own id, and knows nothing of the others.
    @Test func streamsOfOneClientAreApart() async throws {
        let server = SubscriptionFixture.server()
        let client = try await EngineClient.open(server, .v2026_07_28)
        let tools = try await client.listen(["toolsListChanged": true])
        let all = try await client.listen(SubscriptionFixture.everyList)
        server.announce(.prompts)
        #expect(try await client.next().subscription == all)
        server.announce(.tools)
        #expect(Set(try await client.next(2).map(\.subscription)) == [tools, all])
        #expect(client.unread.isEmpty)
    }

    @Test func cancellingEndsItWithoutAReply() async throws {
        let server = SubscriptionFixture.server()
        let client = try await EngineClient.open(server, .v2026_07_28)
        let ended = Gate()
        let id = client.start("subscriptions/listen", ["notifications": .object(SubscriptionFixture.everyList)]) { ended.open() }
        _ = try await client.next()
        client.cancel(id)
        try await ended.pass()
        SubscriptionFixture.addTool(server)
        #expect(try await client.call("echo", ["text": "after"]).said == "after")
        #expect(client.unread.isEmpty)
        #expect(client.session?.inFlightCount == 0)
    }

    @Test func theServersShutdownIsTheLastWord() async throws {
        let server = SubscriptionFixture.server()
        let client = try await EngineClient.open(server, .v2026_07_28, overSession: false)
        let id = try await client.listen(SubscriptionFixture.everyList)
        server.endSubscriptions()
        let result = try await client.next()
        #expect(result["id"] == id)
        #expect(result["result"]?["resultType"] == "complete")
        #expect(result.subscription == id)
        SubscriptionFixture.addTool(server)
        // It takes no more, but says so properly.
        let late = try await client.listen(SubscriptionFixture.everyList)
        #expect(try await client.next()["id"] == late)
        #expect(client.unread.isEmpty)
    }

    @Test func windingDownASessionEndsItsStreamsAlone() async throws {
        let server = SubscriptionFixture.server()
        let client = try await EngineClient.open(server, .v2026_07_28)
        let other = try await EngineClient.open(server, .v2026_07_28)
        let id = try await client.listen(SubscriptionFixture.everyList)
        _ = try await other.listen(SubscriptionFixture.everyList)
        client.session?.windDown()
        let result = try await client.next()
        #expect(result["id"] == id)
        #expect(result.subscription == id)
        SubscriptionFixture.addTool(server)
        #expect(try await other.next()["method"] == "notifications/tools/list_changed")
        #expect(client.unread.isEmpty)
    }

    @Test func theEndOfASessionEndsItsStreams() async throws {
        let server = SubscriptionFixture.server()
        let client = try await EngineClient.open(server, .v2026_07_28)
        let ended = Gate()
        client.start("subscriptions/listen", ["notifications": .object(SubscriptionFixture.everyList)]) { ended.open() }
        _ = try await client.next()
        client.session?.end()
        try await ended.pass()
        #expect(client.unread.isEmpty)
    }

    @Test func streamsOfOnePeerAreBounded() async throws {
        var limits = ServerLimits()
        limits.subscriptionsPerPeer = 2
        let client = try await EngineClient.open(SubscriptionFixture.server(limits: limits), .v2026_07_28)
        let first = try await client.listen(SubscriptionFixture.everyList)
        _ = try await client.listen(SubscriptionFixture.everyList)
        let refused = try await client.request("subscriptions/listen", ["notifications": .object(SubscriptionFixture.everyList)])
        #expect(refused.fault?.contains("Too many subscriptions") == true, "\(refused.text)")
        client.cancel(first)
        // The place is free again once the cancelled one has ended.
        while client.session?.inFlightCount ?? 0 > 1 { await Task.yield() }
        _ = try await client.listen(SubscriptionFixture.everyList)
    }

    @Test func resourcesOfOneStreamAreBounded() async throws {
        var limits = ServerLimits()
        limits.subscriptionsPerPeer = 2
        let client = try await EngineClient.open(SubscriptionFixture.server(limits: limits), .v2026_07_28)
        let reply = try await client.request(
            "subscriptions/listen", ["notifications": ["resourceSubscriptions": ["note://1", "note://2", "note://3"]]])
        #expect(reply.code == -32602)
    }

    /// Streams that stay open take none of the places in which calls run.
    @Test func callsRunBesideManyStreams() async throws {
        let client = try await EngineClient.open(SubscriptionFixture.server(), .v2026_07_28)
        for _ in 0..<64 { _ = try await client.listen(["toolsListChanged": true]) }
        #expect(try await client.call("echo", ["text": "there is room"]).said == "there is room")
        #expect(client.session?.inFlightCount == 64)
    }

    static let wrongWishes: [JSONObject] = [
        [:], ["notifications": 7], ["notifications": ["resourceSubscriptions": "note://1"]],
    ]

    @Test(arguments: wrongWishes) func wrongWishesAreRefused(_ params: JSONObject) async throws {
        let client = try await EngineClient.open(SubscriptionFixture.server(), .v2026_07_28)
        #expect(try await client.request("subscriptions/listen", params).code == -32602)
    }

    /// What a session has, its revision does not.
    @Test(arguments: ["resources/subscribe", "resources/unsubscribe"]) func theStatelessRevisionHasNoOther(_ method: String) async throws {
        let client = try await EngineClient.open(SubscriptionFixture.server(), .v2026_07_28)
        #expect(try await client.request(method, ["uri": "note://1"]).code == -32601)
    }

    /// Does something as soon as a message is there, and before its sender goes on.
    struct OutletWithEffect: MessageOutlet {
        let inbox: MessageInbox
        let method: String
        let effect: @Sendable () -> Void

        func send(_ message: RawMessage, as role: MessageRole) async throws(TransportError) {
            try await inbox.send(message, as: role)
            if message.text.contains(method) { effect() }
        }
    }
}
