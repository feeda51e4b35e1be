public import MCPCore
internal import Synchronization

extension RedisClient {
    /// What the instances of one server let their callers do. Each instance has one such object.
    /// - Parameter prefix: names the server, and the tenant where one process serves several; the same in all instances that share.
    public func usageLedger(prefix: String = "default") -> any UsageLedger { RedisUsageLedger(self, RedisPrefix(prefix)) }
}

/// Totals as keys `u:<caller>`, all told and asked for in one go, that end when nobody has spent for a minute.
final class RedisUsageLedger: UsageLedger {
    private static let time = Duration.seconds(60)
    /// Callers that are remembered; beyond, those of before count as new.
    private static let capacity = 50_000

    private let client: RedisClient
    private let keys: RedisPrefix
    /// The total of each caller when this instance last heard of it.
    private let seen = Mutex<[String: Int64]>([:])

    init(_ client: RedisClient, _ keys: RedisPrefix) {
        self.client = client
        self.keys = keys
    }

    func exchange(_ spent: [String: Int]) async throws(UsageLedgerError) -> [String: Int] {
        guard !spent.isEmpty else { return [:] }
        let callers = Array(spent)
        let commands = callers.flatMap { caller, count in
            [RedisCommand("INCRBY", keys.key("u", caller), count), RedisCommand("PEXPIRE", keys.key("u", caller), Self.time)]
        }
        let replies: [RedisReply]
        do throws(RedisError) {
            replies = try await client.connection.commands(commands)
        } catch {
            throw UsageLedgerError(error.message)
        }
        return seen.withLock { seen in
            if seen.count >= Self.capacity { seen = [:] }
            var others: [String: Int] = [:]
            for (index, (caller, count)) in callers.enumerated() {
                guard let total = replies[2 * index].integer else { continue }
                // Totals that have become less have begun anew.
                if let before = seen[caller], before <= total { others[caller] = max(0, Int(total - before) - count) }
                seen[caller] = total
            }
            return others
        }
    }
}
