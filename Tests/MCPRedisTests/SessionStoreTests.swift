import MCPCore
import MCPTesting
import Testing

@testable import MCPRedis

@Suite(.timeLimit(.minutes(1)))
struct SessionStoreTests {
    @Test(arguments: SessionStoreCompliance.Rule.allCases, [true, false])
    func redisComplies(_ rule: SessionStoreCompliance.Rule, _ isSealed: Bool) async throws {
        let bench = try Bench()
        let clients = try await bench.clients(4, keys: isSealed ? [LetterKey(RandomBytes.make(32))] : [])
        defer { for client in clients { client.close() } }
        try await SessionStoreCompliance { instances, limits in
            clients.prefix(instances).map { $0.sessionStore(limits: limits) }
        }.check(rule)
    }

    @Test(arguments: SessionStoreCompliance.Rule.allCases)
    func memoryComplies(_ rule: SessionStoreCompliance.Rule) async throws {
        try await SessionStoreCompliance { instances, limits in
            let memory = MemorySessionStore(limits: limits)
            return (0..<instances).map { _ in memory.instance() }
        }.check(rule)
    }
}
