import MCPTesting
import Synchronization
import Testing

@testable import MCPCore

/// Which changes go over direct lines, and as what.
@Suite(.timeLimit(.minutes(1))) struct DirectLineTests {
    private let hub = SubscriptionHub()
    private let thread = RecordingThread()
    private let offered = Observed(0)
    private let codec = MCPServer(Implementation(name: "lines", version: "1")).codecs.unnegotiated
    private static let form = LineForm { Array("<".utf8) + $0 + Array(">".utf8) }

    @discardableResult
    private func subscribe(_ origin: NotificationOrigin = .request, _ codec: (any WireCodec)? = nil) -> (Subscription, DirectLine) {
        let line = DirectLine()
        line.wrap(Self.form)
        line.lower(.output)
        let outlet = SubscriptionOutlet(
            codec: codec ?? self.codec, origin: origin, executor: { [thread] in thread }, openLine: { line },
            offer: { [offered] _ in
                offered.change { $0 += 1 }
                return true
            }, send: { _ throws(TransportError) in Issue.record("everything is taken at once") })
        let subscription = Subscription(SubscriptionFilter(resources: ["ticket://1", "ticket://2"]), to: outlet)
        #expect(hub.add(subscription))
        return (subscription, line)
    }

    /// - Returns: how many were told over their lines, and how many otherwise.
    private func publish(_ uri: String = "ticket://1", to count: Int) async throws -> (direct: Int, offered: Int) {
        let before = (thread.told.state.count, offered.state)
        hub.publish(.resource(uri: uri))
        // Who is told of it last is told by another way.
        try await thread.asked.wait { $0 >= hub.count }
        thread.asked.change { $0 = 0 }
        let told = (direct: thread.told.state.count - before.0, offered: 0)
        try await offered.wait { told.direct + $0 - before.1 >= count }
        return (told.direct, offered.state - before.1)
    }

    @Test func theSecondChangeIsTold() async throws {
        let all = (0..<70).map { _ in subscribe() }
        #expect(try await publish(to: 70) == (0, 70))
        #expect(try await publish(to: 70) == (70, 0))
        let message = codec.lower(.resourceUpdated(uri: "ticket://1"), of: .request)
        #expect(thread.told.state.allSatisfy { $0 == "[<\(message.text)>]" })
        // Another resource is looked up again.
        #expect(try await publish("ticket://2", to: 70) == (0, 70))
        #expect(try await publish("ticket://2", to: 70) == (70, 0))
        for (_, line) in all.prefix(10) { line.raise(.output) }
        for (_, line) in all.suffix(10) { line.raise(.mail) }
        #expect(try await publish("ticket://2", to: 70) == (50, 20))
        for (_, line) in all { [DirectLine.Obstacles.output, .mail].forEach(line.lower) }
        #expect(try await publish("ticket://2", to: 70) == (70, 0))
    }

    /// Who wants one resource alone need not be told of it before.
    @Test func theFirstChangeOfASoleResource() async throws {
        let all = (0..<20).map { _ in subscribe() }
        for (subscription, _) in all {
            hub.expectChanges(for: subscription)
            subscription.update { $0.resources = ["ticket://1"] }
            hub.expectChanges(for: subscription)
        }
        all[0].0.update { _ in }
        all[1].0.end()
        #expect(try await publish(to: 19) == (18, 1))
        // So many are remembered; others find their way as before.
        for number in 0..<100 {
            all[2].0.update { $0.resources = ["ticket://other/\(number)"] }
            hub.expectChanges(for: all[2].0)
        }
        #expect(try await publish(to: 18) == (18, 0))
    }

    @Test func whoDoesNotWantItIsNotTold() async throws {
        let all = (0..<20).map { _ in subscribe() }
        #expect(try await publish(to: 20) == (0, 20))
        for (subscription, _) in all.prefix(4) { subscription.update { $0.resources = [] } }
        for (subscription, _) in all.suffix(4) { subscription.end() }
        #expect(try await publish(to: 12) == (12, 0))
    }

    @Test func idsAreWrittenIntoTheirPlace() async throws {
        let required: JSONObject = [
            "io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": .object([:]),
            "io.modelcontextprotocol/clientInfo": .object(["name": "test", "version": "1"]),
        ]
        let meta = try JSONSlice(scanning: Array(JSON.object(required).text.utf8), limits: JSONLimits())
        let codec = try #require(try MCPServer(Implementation(name: "lines", version: "1")).codecs.modern(for: meta))
        let long: RequestID = "more than sixteen"
        let ids: [RequestID] = [1, 22, -3, "four", "\"5\"", 4_444, 55, 1, "", "12345678901234", "印"]
        for id in [long] + ids { subscribe(.subscription(id), codec) }
        #expect(try await publish(to: 12) == (0, 12))
        #expect(try await publish(to: 12) == (11, 1))
        let expected = ids.map { "[<\(codec.lower(.resourceUpdated(uri: "ticket://1"), of: .subscription($0)).text)>]" }
        #expect(thread.told.state == expected)
    }
}

/// Writes to everybody whose line is free.
private final class RecordingThread: DirectThread {
    let told = Observed<[String]>([])
    let asked = Observed(0)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        Task.detached { [self] in job.runSynchronously(on: asUnownedTaskExecutor()) }
    }

    func tell(_ message: DirectMessage, to lines: UnsafeBufferPointer<Unmanaged<DirectLine>?>) -> UInt64 {
        var untold: UInt64 = 0
        for (place, line) in lines.enumerated() {
            let line = line?.takeUnretainedValue()
            let text = line.flatMap { line -> String? in
                guard message.isFree(line) else { return nil }
                return message.withBytes(for: line, frame: { Array("[".utf8) + $0 + Array("]".utf8) }) {
                    String(decoding: $0, as: UTF8.self)
                }
            }
            if let text { told.change { $0.append(text) } } else { untold |= 1 << UInt64(place) }
        }
        asked.change { $0 += lines.count }
        return untold
    }
}
