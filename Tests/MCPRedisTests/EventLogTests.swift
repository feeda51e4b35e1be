import MCPCore
import MCPTesting
import Testing

@testable import MCPRedis

@Suite(.timeLimit(.minutes(1)))
struct RedisEventLogTests {
    @Test(arguments: EventLogCompliance.Rule.allCases)
    func complies(_ rule: EventLogCompliance.Rule) async throws {
        let bench = try Bench()
        let clients = try await bench.clients(4)
        defer { for client in clients { client.close() } }
        try await EventLogCompliance { instances, kept in
            var limits = RedisEventLimits()
            limits.events = kept
            return clients.prefix(instances).map { [limits] in $0.eventLog(limits: limits) }
        }.check(rule)
    }
}
