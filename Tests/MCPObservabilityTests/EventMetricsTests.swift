import Logging
import MCPCore
import MCPObservability
import Testing

/// What is counted of events.
@Suite(.timeLimit(.minutes(1))) struct EventMetricsTests {
    @Test func severalBroadcastersAreCountedTogether() async throws {
        let observability = Observability(
            service: ("test", "1"), metrics: true, accessLog: nil, traces: nil, logger: Logger(label: "test"))
        let registry = try #require(observability.registry)
        let tally = EventTally()
        observability.watch(tally)
        for number in 0..<2 {
            let events = EventBroadcaster(tally: tally)
            let draft = EventDraft(.ticketUpdated, source: .mcpTool, key: "\(number)", resources: ["ticket://1"])
            try await events.publish(draft)
            try await events.publish(draft)
            // What was told is counted when a broadcaster is gone, too.
            while tally.eventsTold <= number { await Task.yield() }
            events.close()
        }
        let page = try MetricsPageReader(String(decoding: registry.page(), as: UTF8.self))
        #expect(page.values("mcp_server_events_total", ["outcome": "told"]) == [2])
        #expect(page.values("mcp_server_events_total", ["outcome": "known"]) == [2])
        #expect(page.values("mcp_server_dropped_total", ["queue": "events"]) == [0])
    }
}
