import MCPCore
import MCPTesting
import Testing

@testable import MCPFixtures

@Suite(.timeLimit(.minutes(1))) struct InFlightTests {
    @Test func callsOverTheLimitWaitAndAreAnswered() async throws {
        var limits = ServerLimits()
        limits.runningPerPeer = 3
        limits.waitingPerPeer = 4
        let gate = Gate()
        let peer = InProcessPeer(FixtureTools.server(limits: limits, gate: gate))
        try await peer.open(.v2025_11_25)
        for id in 0..<7 {
            peer.send(#"{"jsonrpc":"2.0","id":\#(id),"method":"tools/call","params":{"name":"wait"}}"#)
        }
        try await gate.arrivals(of: 3)
        #expect(gate.heldCount == 3)
        #expect(peer.session.inFlightCount == 7)
        let refused = try await peer.request("ping", id: "eighth")
        #expect(refused["error"]?["message"]?.string?.contains("Too many requests") == true)
        gate.open()
        var answered: Set<JSON> = []
        for _ in 0..<7 { answered.insert(try await peer.next()["id"] ?? .null) }
        #expect(answered == Set((0..<7).map { JSON.integer($0) }))
    }

    @Test func aWaitingCallCanBeCancelled() async throws {
        var limits = ServerLimits()
        limits.runningPerPeer = 1
        let gate = Gate()
        let peer = InProcessPeer(FixtureTools.server(limits: limits, gate: gate))
        try await peer.open(.v2025_11_25)
        for id in 1...3 {
            peer.send(#"{"jsonrpc":"2.0","id":\#(id),"method":"tools/call","params":{"name":"wait"}}"#)
        }
        peer.send(#"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":2}}"#)
        gate.open()
        #expect(try await peer.next()["id"] == 1)
        #expect(try await peer.next()["id"] == 3)
        #expect(try await peer.request("ping", id: 4)["id"] == 4)
    }

    /// Many calls at once over many peers: each answer goes to the peer that asked.
    @Test func answersGoToWhoAsked() async throws {
        let server = FixtureTools.server()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<20 {
                group.addTask {
                    let peer = InProcessPeer(server)
                    try await peer.open(.v2025_06_18)
                    for round in 0..<50 {
                        let text = "peer \(number) round \(round)"
                        #expect(try await peer.call("echo", ["text": .string(text)])["content"]?[0]?["text"] == .string(text))
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
