import Logging
import MCPCore
import MCPFixtures
import MCPTesting

@testable import MCPRedis

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A Redis with clients.
final class Bench: Sendable {
    let server: RedisServer
    let logs = LogCollector()

    init(_ arguments: [String] = [], isStarted: Bool = true) throws {
        server = try RedisServer(arguments, isStarted: isStarted)
    }

    func client(
        _ credentials: String = "", keys: [LetterKey] = [], _ change: (inout RedisLimits) -> Void = { _ in }
    ) throws -> RedisClient {
        var limits = RedisLimits()
        limits.firstPause = .milliseconds(5)
        limits.longestPause = .milliseconds(50)
        change(&limits)
        let address = try RedisAddress("unix://\(credentials)\(server.path)")
        return try RedisClient(address, limits: limits, letterKeys: keys, logger: logs.logger())
    }

    /// One that reaches Redis by a way of its own, which can be cut.
    func clientByLink() throws -> RedisClient {
        mend()
        var limits = RedisLimits()
        limits.firstPause = .milliseconds(5)
        limits.longestPause = .milliseconds(50)
        return try RedisClient(RedisAddress("unix://\(server.folder)/link"), limits: limits, logger: logs.logger())
    }

    func cut() { unlink("\(server.folder)/link") }
    func mend() { symlink(server.path, "\(server.folder)/link") }

    /// Waits until a Redis answers that is being started.
    func ready(_ client: RedisClient) async throws {
        while true {
            do throws(RedisError) {
                return try await client.check()
            } catch {
                try Task.checkCancellation()
                await Task.yield()
            }
        }
    }

    func clients(_ count: Int, keys: [LetterKey] = []) async throws -> [RedisClient] {
        try await clients(keys: Array(repeating: keys, count: count))
    }

    /// One for each list of keys.
    func clients(keys: [[LetterKey]]) async throws -> [RedisClient] {
        var clients: [RedisClient] = []
        for keys in keys {
            let client = try client(keys: keys)
            try await ready(client)
            clients.append(client)
        }
        return clients
    }
}
