import MCPCore
import MCPTesting
import Testing

@testable import MCPFixtures

@Suite(.timeLimit(.minutes(1))) struct DeadlineTests {
    @Test func aToolThatTakesTooLongIsAnsweredFor() async throws {
        let (gate, time) = (Gate(), ManualTime())
        let peer = InProcessPeer(FixtureTools.server(time: time, gate: gate))
        try await peer.open(.v2025_11_25)
        let reply: JSON = try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                await withCheckedContinuation { ended in
                    peer.send(#"{"jsonrpc":"2.0","id":9,"method":"tools/call","params":{"name":"wait"}}"#) { ended.resume() }
                }
            }
            try await gate.arrivals(of: 1)
            // The tool's own limit is 20 seconds, the server's 60.
            while time.now < .seconds(20) {
                #expect(peer.inbox.unread.isEmpty)
                try await time.sleeperAppears()
                time.advance(by: .milliseconds(250))
            }
            try await group.waitForAll()
            return try await peer.next()
        }
        #expect(reply["id"] == 9)
        #expect(reply["result"]?["isError"] == true)
        #expect(reply["result"]?["content"]?[0]?["text"]?.string?.contains("did not finish within 20") == true)
        #expect(gate.heldCount == 0)
        #expect(peer.inbox.unread.isEmpty)
    }
}
