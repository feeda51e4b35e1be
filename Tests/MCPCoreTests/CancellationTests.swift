import MCPCore
import MCPTesting
import Testing

@testable import MCPFixtures

@Suite(.timeLimit(.minutes(1))) struct CancellationTests {
    private let gate = Gate()

    @Test func aCancelledCallHasNoResponse() async throws {
        let peer = InProcessPeer(FixtureTools.server(gate: gate))
        try await peer.open(.v2025_11_25)
        await withCheckedContinuation { ended in
            peer.send(#"{"jsonrpc":"2.0","id":"w","method":"tools/call","params":{"name":"wait"}}"#) { ended.resume() }
            peer.send(#"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"w","reason":"enough"}}"#)
        }
        #expect(peer.session.inFlightCount == 0)
        #expect(gate.heldCount == 0)
        #expect(try await peer.request("ping", id: "after")["id"] == "after")
        #expect(peer.inbox.unread.isEmpty)
    }

    /// `1` and `"1"` are two requests: cancelling one leaves the other.
    @Test func cancellationKeepsIdsApart() async throws {
        let peer = InProcessPeer(FixtureTools.server(gate: gate))
        try await peer.open(.v2025_11_25)
        await withCheckedContinuation { ended in
            peer.send(#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"wait"}}"#)
            peer.send(#"{"jsonrpc":"2.0","id":"1","method":"tools/call","params":{"name":"wait"}}"#) { ended.resume() }
            peer.send(#"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"1"}}"#)
        }
        gate.open()
        #expect(try await peer.next()["id"] == 1)
        #expect(peer.inbox.unread.isEmpty)
    }

    @Test func aModernRequestIsCancelledToo() async throws {
        let peer = InProcessPeer(FixtureTools.server(gate: gate))
        await withCheckedContinuation { ended in
            peer.send(
                #"{"jsonrpc":"2.0","id":5,"method":"tools/call","params":{"name":"wait","_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}}"#
            ) { ended.resume() }
            peer.send(#"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":5}}"#)
        }
        #expect(peer.inbox.unread.isEmpty)
    }

    /// Two peers use the same id; each gets its own answer, and one's cancellation is not the other's.
    @Test func peersDoNotShareIds() async throws {
        let server = FixtureTools.server(gate: gate)
        let (alice, bob) = (InProcessPeer(server), InProcessPeer(server))
        try await alice.open(.v2025_11_25)
        try await bob.open(.v2025_06_18)
        let wait = #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"wait"}}"#
        alice.send(wait)
        await withCheckedContinuation { ended in
            bob.send(wait) { ended.resume() }
            bob.send(#"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}"#)
        }
        gate.open()
        #expect(try await alice.next()["result"]?["content"]?[0]?["text"] == "through")
        #expect(bob.inbox.unread.isEmpty)
    }

    @Test func anIdInUseIsRefused() async throws {
        let peer = InProcessPeer(FixtureTools.server(gate: gate))
        try await peer.open(.v2025_11_25)
        peer.send(#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"wait"}}"#)
        let refused = try await peer.request("ping", id: 1)
        #expect(refused["error"]?["code"] == -32600)
        gate.open()
        #expect(try await peer.next()["result"] != nil)
        #expect(try await peer.request("ping", id: 1)["result"] == [:])
    }

    @Test func endingTheSessionCancelsEverything() async throws {
        let peer = InProcessPeer(FixtureTools.server(gate: gate))
        try await peer.open(.v2025_11_25)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for id in 0..<5 {
                group.addTask {
                    await withCheckedContinuation { ended in
                        peer.send(#"{"jsonrpc":"2.0","id":\#(id),"method":"tools/call","params":{"name":"wait"}}"#) { ended.resume() }
                    }
                }
            }
            try await gate.arrivals(of: 5)
            peer.session.end()
        }
        #expect(peer.inbox.unread.isEmpty)
        #expect(peer.session.inFlightCount == 0)
    }
}
