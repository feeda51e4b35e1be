import MCPTesting
import Testing

@testable import MCPCore

/// Progress must rise, whoever reports it (specification, progress).
@Suite(.timeLimit(.minutes(1))) struct ProgressOrderTests {
    private let inbox = Observed<[String]>([])
    private let gate = Gate()

    /// A peer that takes a message when the gate is open, and a message that came later before it if it can.
    private struct Outlet: MessageOutlet {
        let inbox: Observed<[String]>
        let gate: Gate

        func send(_ message: RawMessage, as role: MessageRole) async throws(TransportError) {
            do {
                if message.text == "1" { try await gate.pass() }
            } catch {
                throw TransportError(.closed, "cancelled")
            }
            inbox.change { $0.append(message.text) }
        }
    }

    @Test func whatIsReportedMeanwhileGoesOutAfterwards() async throws {
        let relay = Relay(Outlet(inbox: inbox, gate: gate))
        let first = Task { await relay.send(RawMessage("1"), rising: 1) }
        while gate.heldCount == 0 { await Task.yield() }
        // Neither waits for the first, nor overtakes it; and of the two only the last is worth telling.
        await relay.send(RawMessage("2"), rising: 2)
        await relay.send(RawMessage("3"), rising: 3)
        await relay.send(RawMessage("2.5"), rising: 2.5)
        #expect(inbox.state.isEmpty)
        // The reply waits for all of it.
        let closing = Task { await relay.close() }
        gate.open()
        await first.value
        await closing.value
        #expect(inbox.state == ["1", "3"])
        await relay.send(RawMessage("4"), rising: 4)
        #expect(inbox.state == ["1", "3"])
    }

    @Test func nothingWaitsBeyondACancellation() async throws {
        let relay = Relay(Outlet(inbox: inbox, gate: gate))
        let first = Task { await relay.send(RawMessage("1"), rising: 1) }
        while gate.heldCount == 0 { await Task.yield() }
        await relay.send(RawMessage("2"), rising: 2)
        relay.silence()
        gate.open()
        await first.value
        #expect(inbox.state == ["1"])
    }

    @Test func oneAfterTheOtherAllGoOut() async throws {
        gate.open()
        let relay = Relay(Outlet(inbox: inbox, gate: gate))
        for value in ["1", "2", "2", "1", "3"] { await relay.send(RawMessage(value), rising: Double(value) ?? 0) }
        #expect(inbox.state == ["1", "2", "3"])
    }

    @Test func manyReportersNeverFall() async throws {
        gate.open()
        let relay = Relay(Outlet(inbox: inbox, gate: gate))
        await withTaskGroup { group in
            for reporter in 0..<8 {
                group.addTask {
                    for value in stride(from: reporter, to: 1600, by: 8) { await relay.send(RawMessage("\(value)"), rising: Double(value)) }
                }
            }
        }
        await relay.close()
        let seen = inbox.state.compactMap(Int.init)
        #expect(seen == seen.sorted() && Set(seen).count == seen.count)
        // The highest is never lost.
        #expect(seen.last == 1599)
    }
}
