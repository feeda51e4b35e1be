import MCPCore
import MCPTesting
import Testing

/// A slow client costs no more than what it asked for: what it has not been told yet is told once.
@Suite(.timeLimit(.minutes(1))) struct CoalescingTests {
    private let gate = Gate()

    /// Takes replies and acknowledgements, and notifications of changes when the gate is open.
    private func slow(_ inbox: MessageInbox) -> SlowOutlet {
        SlowOutlet(inbox: inbox, gate: gate) { message in
            !message.text.contains("list_changed") && !message.text.contains("resources/updated")
        }
    }

    @Test(arguments: [ProtocolRevision.v2025_06_18, .v2025_11_25, .v2026_07_28])
    func changesOfAListAreOneNotification(_ revision: ProtocolRevision) async throws {
        let server = SubscriptionFixture.server()
        let client = try await EngineClient.open(server, revision, slow: slow)
        if revision.era == .modern { _ = try await client.listen(SubscriptionFixture.everyList) }
        server.announce(.tools)
        try await gate.arrivals()
        // One is on its way; what comes now waits, and is one.
        for _ in 0..<100 { server.announce(.tools) }
        server.announce(.prompts)
        gate.open()
        let told = try await client.next(3).compactMap { $0["method"]?.string }
        #expect(
            told == [
                "notifications/tools/list_changed", "notifications/tools/list_changed", "notifications/prompts/list_changed",
            ])
        server.announce(.resources)
        #expect(try await client.next()["method"] == "notifications/resources/list_changed")
        #expect(client.unread.isEmpty)
    }

    @Test func updatesOfAResourceAreOneNotification() async throws {
        let server = SubscriptionFixture.server()
        let client = try await EngineClient.open(server, .v2025_11_25, slow: slow)
        _ = try await client.request("resources/subscribe", ["uri": "note://1"])
        server.announceUpdate(ofResource: "note://1")
        try await gate.arrivals()
        for _ in 0..<100 { server.announceUpdate(ofResource: "note://1") }
        gate.open()
        #expect(try await client.next(2).map { $0["params"]?["uri"] } == ["note://1", "note://1"])
        server.announce(.tools)
        #expect(try await client.next()["method"] == "notifications/tools/list_changed")
        #expect(client.unread.isEmpty)
    }

    /// One client's slowness is nobody else's, and keeps no change from happening.
    @Test func aSlowClientHoldsNobodyUp() async throws {
        let server = SubscriptionFixture.server()
        let (blocked, quick) = (
            try await EngineClient.open(server, .v2025_11_25, slow: slow), try await EngineClient.open(server, .v2025_11_25)
        )
        for number in 0..<5 {
            SubscriptionFixture.addTool(server, "tool_\(number)")
            #expect(try await quick.next()["method"] == "notifications/tools/list_changed")
        }
        #expect(blocked.unread.isEmpty)
        #expect(try await blocked.call("tool_4").said == "new")
        gate.open()
    }

    /// The end of a stream is its last word, also for a client that has not taken everything yet.
    @Test func theEndWaitsForWhatIsOnItsWay() async throws {
        let server = SubscriptionFixture.server()
        let client = try await EngineClient.open(server, .v2026_07_28, slow: slow)
        let id = try await client.listen(SubscriptionFixture.everyList)
        server.announce(.tools)
        try await gate.arrivals()
        server.endSubscriptions()
        gate.open()
        let last = try await client.next(2)
        #expect(last[0]["method"] == "notifications/tools/list_changed")
        #expect(last[1]["id"] == id)
        #expect(client.unread.isEmpty)
    }
}
