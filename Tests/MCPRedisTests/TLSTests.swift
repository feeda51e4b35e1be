import MCPCore
import MCPFixtures
import MCPTesting
import Testing

@testable import MCPRedis

/// `rediss://`, against a Redis with a certificate; and what is said where hiredis has no TLS, as Debian 12's.
@Suite(.timeLimit(.minutes(1)))
struct TLSTests {
    private static var hasTLS: Bool {
        do throws(RedisError) {
            try RedisLink.load(for: RedisAddress("rediss://localhost"))
            return true
        } catch {
            return false
        }
    }

    private func client(_ text: String, _ logs: LogCollector) throws -> RedisClient {
        var limits = RedisLimits()
        limits.firstPause = .milliseconds(5)
        limits.longestPause = .milliseconds(50)
        return try RedisClient(RedisAddress(text), limits: limits, logger: logs.logger())
    }

    @Test func aCertificateIsChecked() async throws {
        let logs = LogCollector()
        guard Self.hasTLS else {
            let error = try #require(throws: RedisError.self) { try client("rediss://localhost", logs) }
            #expect(error.reason == .address && error.message.contains("TLS"))
            return
        }
        let server = try RedisServer(isEncrypted: true)
        let port = try #require(server.encryptedPort)
        let trusting = try client("rediss://localhost:\(port)?ca=\(server.folder)/authority.pem", logs)
        defer { trusting.close() }
        while !trusting.tally.isConnected { await Task.yield() }
        // More than one record of TLS holds, and more than a socket takes at once.
        let large = String(repeating: "0123456789abcdef", count: 1 << 16)
        _ = try await trusting.connection.command(RedisCommand("SET", "k", large))
        #expect(try await trusting.connection.command(RedisCommand("GET", "k")).text == large)
        let answers = try await trusting.connection.commands((0..<2_000).map { RedisCommand("ECHO", "\($0)") })
        #expect(answers.map(\.text) == (0..<2_000).map { "\($0)" })
        // Neither another authority nor another name is taken for it.
        for text in [
            "rediss://localhost:\(port)?ca=\(server.folder)/stranger.pem", "rediss://127.0.0.1:\(port)?ca=\(server.folder)/authority.pem",
        ] {
            let other = try client(text, logs)
            await #expect(throws: RedisError.self, "\(text)") { try await other.check() }
            #expect(!other.tally.isConnected)
            other.close()
        }
        server.kill()
        while trusting.tally.isConnected { await Task.yield() }
        try server.start()
        while !trusting.tally.isConnected { await Task.yield() }
        try await trusting.check()
    }
}
