import Logging
import MCPCore
import MCPTesting
import Synchronization
import Testing

/// A sink that a test breaks and mends.
private final class SteeredSink: AuditSink {
    private let state = Mutex((lines: [String](), isBroken: false))
    let gate: Gate?

    init(gate: Gate? = nil) {
        self.gate = gate
    }

    var isBroken: Bool {
        get { state.withLock { $0.isBroken } }
        set { state.withLock { $0.isBroken = newValue } }
    }

    var lines: [JSON] {
        get throws { try state.withLock { try $0.lines.map { try JSON(parsing: $0) } } }
    }

    var text: String { state.withLock { $0.lines.joined(separator: "\n") } }

    func write(_ lines: [UInt8]) async throws(AuditSinkError) {
        if let gate {
            do { try await gate.pass() } catch { throw AuditSinkError("cancelled") }
        }
        try state.withLock { state throws(AuditSinkError) in
            guard !state.isBroken else { throw AuditSinkError("broken") }
            state.lines += String(decoding: lines, as: UTF8.self).split(separator: "\n").map(String.init)
        }
    }
}

@Suite(.timeLimit(.minutes(1))) struct AuditTests {
    /// Moves the time until the sink has taken everything.
    private func recover(_ audit: AuditLog, _ time: ManualTime) async throws {
        while !audit.isHealthy || audit.waiting > 0 {
            time.advance(by: .seconds(1))
            try Task.checkCancellation()
            await Task.yield()
        }
    }

    private func server(
        _ sink: SteeredSink, _ guarded: GuardedServer, _ more: [any MCPMiddleware] = [], loss: AuditLoss = .refuseWrites,
        capacity: Int = 100,
        time: any TimeSource = SystemTime(), log: LogCollector = LogCollector()
    ) -> (server: MCPServer, log: AuditLog) {
        let audit = AuditLog(sink, loss: loss, capacity: capacity, time: time, logger: log.logger())
        let trail = AuditTrail(audit, tenant: "acme") { tool, arguments, result in
            AuditSubject(arguments["text"]?.string.map { String($0.prefix(3)) }, versionBefore: 1, versionAfter: result == nil ? nil : 2)
        }
        return (guarded.make([trail] + more), audit)
    }

    @Test(arguments: ProtocolRevision.all) func aLineACall(_ revision: ProtocolRevision) async throws {
        let (sink, guarded) = (SteeredSink(), GuardedServer())
        let client = try await EngineClient.open(
            server(sink, guarded, [ToolGuard(ToolRestrictions(denied: ["wild"]))]).server, revision, principal: Principal(id: "taro"))
        _ = try await client.listed()
        _ = try await client.does("look", "canary-body \"\n{}")
        _ = try await client.does("wild")
        _ = try await client.call("look", ["text": ""])
        _ = try await client.does("nothing")
        let lines = try sink.lines
        #expect(lines.map { $0["outcome"]?.string } == ["done", "refused", "invalid_arguments", "error"])
        #expect(lines.map { $0["tool"]?.string } == ["look", "wild", "look", "nothing"])
        let first = try #require(lines.first)
        try #require(lines.count == 4)
        #expect(first["principal"] == "taro" && first["tenant"] == "acme" && first["ticket"] == "can" && first["version_before"] == 1)
        #expect(first["time"]?.string?.hasSuffix("Z") == true && first["arguments_sha256"]?.string?.utf8.count == 64)
        #expect(first["event"] == "tool_call" && first["ms"]?.integer != nil)
        #expect(lines[3]["error"] == -32602)
        #expect(!sink.text.contains("canary-body"), "no bodies")
    }

    @Test func theDigestGoesByTheArgumentsAndNotByTheirOrder() async throws {
        let (sink, guarded) = (SteeredSink(), GuardedServer())
        let client = try await EngineClient.open(server(sink, guarded).server, .v2025_11_25)
        _ = try await client.call("look", ["text": "x", "other": ["a": 1, "b": 2]])
        _ = try await client.call("look", ["other": ["b": 2, "a": 1], "text": "x"])
        _ = try await client.call("look", ["text": "y", "other": ["a": 1, "b": 2]])
        let digests = try sink.lines.map { $0["arguments_sha256"] }
        try #require(digests.count == 3)
        #expect(digests[0] == digests[1] && digests[1] != digests[2])
    }

    @Test(arguments: ProtocolRevision.asking) func confirmationsAreTold(_ revision: ProtocolRevision) async throws {
        let (sink, guarded) = (SteeredSink(), GuardedServer())
        let client = try await EngineClient.open(
            server(sink, guarded, [ConfirmationGate(ConfirmationPolicy(.destructive))]).server, revision)
        for action in ["accept", "decline", "cancel"] {
            _ = try await client.converse("tools/call", ["name": "change", "arguments": ["text": "x"]]) { _ in ["action": .string(action)] }
        }
        let lines = try sink.lines.filter { $0["outcome"] != "asked" }
        #expect(lines.map { $0["confirmation"]?.string } == ["accepted", "declined", "unanswered"])
        #expect(lines.map { $0["outcome"]?.string } == ["done", "refused", "refused"])
        #expect(try sink.lines.count { $0["outcome"] == "asked" } == (revision == .v2026_07_28 ? 3 : 0))
    }

    @Test func aWaivedConfirmationIsTold() async throws {
        let (sink, guarded) = (SteeredSink(), GuardedServer())
        let gate = ConfirmationGate(ConfirmationPolicy(.destructive, fallback: .allow))
        let client = try await EngineClient.open(server(sink, guarded, [gate]).server, .v2025_06_18, capabilities: [:])
        _ = try await client.does("change")
        #expect(try sink.lines.map { $0["confirmation"] } == ["waived"])
    }

    @Test func aLostSinkRefusesWritesUntilItIsBack() async throws {
        let (sink, guarded, time, log) = (SteeredSink(), GuardedServer(), ManualTime(), LogCollector())
        let (server, audit) = server(sink, guarded, time: time, log: log)
        let client = try await EngineClient.open(server, .v2025_11_25)
        sink.isBroken = true
        // The call that finds out has been made; its line waits.
        #expect(try await client.does("change", "a").said == "change did it")
        #expect(!audit.isHealthy)
        let refused = try await client.does("change", "b")
        #expect(refused["result"]?["isError"] == true && refused.said?.contains("audit log cannot be written") == true)
        #expect(try await client.does("look", "c").said == "look did it", "reading goes on")
        #expect(guarded.called == ["change a", "look c"])
        #expect(log.entries.contains { $0.level == .error && $0.message.contains("change something are refused") })
        sink.isBroken = false
        try await recover(audit, time)
        #expect(try await client.does("change", "d").said == "change did it")
        #expect(
            try sink.lines.map { "\($0["tool"]?.string ?? "") \($0["outcome"]?.string ?? "")" } == [
                "change done", "change refused", "look done", "change done",
            ])
    }

    @Test func aLostSinkThatIsOnlyCountedLosesWhatIsBeyondTheBoundAndSaysHowMuch() async throws {
        let (sink, guarded, time, log) = (SteeredSink(), GuardedServer(), ManualTime(), LogCollector())
        let (server, audit) = server(sink, guarded, loss: .countAndWarn, capacity: 3, time: time, log: log)
        let client = try await EngineClient.open(server, .v2025_11_25)
        sink.isBroken = true
        for _ in 0..<8 { #expect(try await client.does("change").said == "change did it") }
        #expect(audit.waiting == 3 && audit.lost == 5)
        sink.isBroken = false
        try await recover(audit, time)
        let lines = try sink.lines
        #expect(lines.count == 4)
        #expect(lines.last?["event"] == "audit_gap" && lines.last?["lost"] == 5)
        #expect(audit.lost == 0)
        #expect(log.entries.contains { $0.message.contains("lines may be lost") })
    }

    @Test func aSinkThatHangsHoldsNoCallForLong() async throws {
        let (gate, guarded, time) = (Gate(), GuardedServer(), ManualTime())
        let sink = SteeredSink(gate: gate)
        let (server, audit) = server(sink, guarded, time: time)
        let client = try await EngineClient.open(server, .v2025_11_25)
        client.startCall("change", ["text": "a"])
        while gate.heldCount == 0 {
            try Task.checkCancellation()
            await Task.yield()
        }
        #expect(client.unread.isEmpty, "an answer goes out after its line")
        while audit.isHealthy {
            time.advance(by: .seconds(2))
            try Task.checkCancellation()
            await Task.yield()
        }
        #expect(try await client.next().said == "change did it")
        #expect(try await client.does("change", "b").said?.contains("audit log") == true)
        gate.open()
        try await recover(audit, time)
        #expect(try sink.lines.count == 2)
        #expect(guarded.called == ["change a"])
    }

    @Test func manyCallsAtOnceLoseNoLine() async throws {
        let (sink, guarded) = (SteeredSink(), GuardedServer())
        let (server, audit) = server(sink, guarded, capacity: 4_096)
        let client = try await EngineClient.open(server, .v2025_11_25)
        for index in 0..<500 { client.startCall("change", ["text": .string("\(index)")]) }
        _ = try await client.next(500)
        await audit.flush(within: .seconds(10))
        #expect(try sink.lines.count == 500)
        #expect(guarded.called.count == 500)
    }
}
