import MCPCore
import MCPTesting
import Testing

/// What sessions are told of without asking, and what they ask for.
@Suite(.timeLimit(.minutes(1))) struct SessionSubscriptionTests {
    @Test(arguments: ProtocolRevision.askingInSessions) func listChangesAreTold(_ revision: ProtocolRevision) async throws {
        let server = SubscriptionFixture.server()
        let client = try await EngineClient.open(server, revision)
        SubscriptionFixture.addTool(server)
        #expect(try await client.next()["method"] == "notifications/tools/list_changed")
        server.update { $0.prompts = $0.prompts.removing("greeting") }
        #expect(try await client.next()["method"] == "notifications/prompts/list_changed")
        server.update { $0.resources = $0.resources.removing("page://{number}") }
        #expect(try await client.next()["method"] == "notifications/resources/list_changed")
        #expect(client.unread.isEmpty)
    }

    /// The client was told at `initialize` which lists it will hear of.
    @Test func onlyAnnouncedListsAreTold() async throws {
        let server = SubscriptionFixture.server(announcing: .prompts)
        let client = try await EngineClient.open(server, .v2025_11_25)
        SubscriptionFixture.addTool(server)
        server.announce(.resources)
        server.announce(.prompts)
        #expect(try await client.next()["method"] == "notifications/prompts/list_changed")
        #expect(client.unread.isEmpty)
    }

    @Test func whatStaysTheSameIsNotTold() async throws {
        let server = SubscriptionFixture.server()
        let client = try await EngineClient.open(server, .v2025_11_25)
        server.update { _ in }
        SubscriptionFixture.addTool(server)
        #expect(try await client.next()["method"] == "notifications/tools/list_changed")
        SubscriptionFixture.addTool(server)
        #expect(try await client.call("echo", ["text": "x"]).said == "x")
        #expect(client.unread.isEmpty)
    }

    @Test(arguments: ProtocolRevision.askingInSessions) func resourcesAreToldToSubscribers(_ revision: ProtocolRevision) async throws {
        let server = SubscriptionFixture.server()
        let client = try await EngineClient.open(server, revision)
        let other = try await EngineClient.open(server, revision)
        #expect(try await client.request("resources/subscribe", ["uri": "note://1"])["result"] == [:])
        #expect(try await other.request("resources/subscribe", ["uri": "page://7"])["result"] == [:])
        server.announceUpdate(ofResource: "note://2")
        server.announceUpdate(ofResource: "note://1")
        let update = try await client.next()
        #expect(update["method"] == "notifications/resources/updated")
        #expect(update["params"]?["uri"] == "note://1")
        server.announceUpdate(ofResource: "page://7")
        #expect(try await other.next()["params"]?["uri"] == "page://7")
        #expect(client.unread.isEmpty)
        #expect(other.unread.isEmpty)
    }

    @Test func unsubscribingEndsIt() async throws {
        let server = SubscriptionFixture.server()
        let client = try await EngineClient.open(server, .v2025_11_25)
        _ = try await client.request("resources/subscribe", ["uri": "note://1"])
        _ = try await client.request("resources/subscribe", ["uri": "note://2"])
        #expect(try await client.request("resources/unsubscribe", ["uri": "note://1"])["result"] == [:])
        // What it never asked for it can leave as well.
        #expect(try await client.request("resources/unsubscribe", ["uri": "note://9"])["result"] == [:])
        server.announceUpdate(ofResource: "note://1")
        server.announceUpdate(ofResource: "note://2")
        #expect(try await client.next()["params"]?["uri"] == "note://2")
        #expect(client.unread.isEmpty)
    }

    @Test func whatIsNotThereCannotBeSubscribedTo() async throws {
        let client = try await EngineClient.open(SubscriptionFixture.server(), .v2025_11_25)
        #expect(try await client.request("resources/subscribe", ["uri": "note://9"]).code == -32002)
        #expect(try await client.request("resources/subscribe").code == -32602)
    }

    @Test func subscribedResourcesAreBounded() async throws {
        var limits = ServerLimits()
        limits.subscriptionsPerPeer = 2
        let client = try await EngineClient.open(SubscriptionFixture.server(limits: limits), .v2025_11_25)
        for uri: JSON in ["page://1", "page://2", "page://1"] {
            #expect(try await client.request("resources/subscribe", ["uri": uri])["result"] == [:])
        }
        #expect(try await client.request("resources/subscribe", ["uri": "page://3"]).fault?.contains("Too many") == true)
        _ = try await client.request("resources/unsubscribe", ["uri": "page://1"])
        #expect(try await client.request("resources/subscribe", ["uri": "page://3"])["result"] == [:])
    }

    /// Over a transport that can tell nothing unasked.
    @Test func aSessionWithoutAWayCannotSubscribe() async throws {
        let client = EngineClient(SubscriptionFixture.server(), .v2025_11_25)
        _ = try await client.request(
            "initialize",
            ["protocolVersion": "2025-11-25", "capabilities": [:], "clientInfo": ["name": "deaf", "version": "1"]])
        #expect(try await client.request("resources/subscribe", ["uri": "note://1"]).code == -32600)
    }

    @Test func anEndedSessionIsToldNothing() async throws {
        let server = SubscriptionFixture.server()
        let client = try await EngineClient.open(server, .v2025_11_25)
        let other = try await EngineClient.open(server, .v2025_11_25)
        client.session?.end()
        SubscriptionFixture.addTool(server)
        #expect(try await other.next()["method"] == "notifications/tools/list_changed")
        #expect(client.unread.isEmpty)
    }

    @Test func aShutdownEndsWhatIsTold() async throws {
        let server = SubscriptionFixture.server()
        let client = try await EngineClient.open(server, .v2025_11_25)
        server.endSubscriptions()
        SubscriptionFixture.addTool(server)
        #expect(try await client.call("echo", ["text": "x"]).said == "x")
        #expect(client.unread.isEmpty)
    }

    @Test func sessionsHaveNoStreams() async throws {
        let client = try await EngineClient.open(SubscriptionFixture.server(), .v2025_11_25)
        #expect(try await client.request("subscriptions/listen", ["notifications": [:]]).code == -32601)
    }
}
