import MCPTesting
import Testing

@testable import MCPRedis

struct RedisQueueTests {
    private func request(_ bytes: Int = 1) -> RedisRequest {
        RedisRequest(command: RedisCommand([UInt8](repeating: 0, count: bytes)), deadline: .now + .seconds(1), complete: nil)
    }

    private func refusal(_ verdict: RedisQueue.Verdict) -> RedisError.Reason? {
        if case .refused(let error) = verdict { error.reason } else { nil }
    }

    @Test func whatWaitsIsBounded() {
        var limits = RedisLimits()
        limits.queuedCommands = 3
        limits.queuedBytes = 1_000
        let queue = Observed(RedisQueue(limits))
        #expect(refusal(queue.change { $0.add([request(), request()]) }) == nil)
        #expect(refusal(queue.change { $0.add([request(), request()]) }) == .unavailable, "all or none")
        #expect(refusal(queue.change { $0.add([request(2_000)]) }) == .unavailable)
        #expect(refusal(queue.change { $0.add([request()]) }) == nil)
        #expect(queue.change { $0.takeAll().count } == 3)
        #expect(refusal(queue.change { $0.add([request(2_000)]) }) == nil, "one that is large has its turn")
    }

    @Test func whereThereIsNoConnectionCommandsFailAtOnce() {
        let queue = Observed(RedisQueue(RedisLimits()))
        #expect(refusal(queue.change { $0.add([request()]) }) == nil, "the first attempt is waited for")
        #expect(queue.change { $0.enter(.away(RedisError(.unavailable, "away"))).count } == 1)
        #expect(refusal(queue.change { $0.add([request()]) }) == .unavailable)
        #expect(queue.change { $0.enter(.connected).isEmpty })
        #expect(refusal(queue.change { $0.add([request()]) }) == nil)
        #expect(queue.change { $0.enter(.closed).count } == 1)
        #expect(refusal(queue.change { $0.add([request()]) }) == .closed)
        #expect(queue.change { $0.enter(.connected).isEmpty })
        #expect(refusal(queue.change { $0.add([request()]) }) == .closed, "it stays closed")
    }

    @Test func itsThreadIsWokenOnce() {
        let queue = Observed(RedisQueue(RedisLimits()))
        #expect(queue.change { $0.enter(.connected).isEmpty })
        #expect(queue.change { $0.fallAsleep(isBusy: false) })
        #expect(queue.change { if case .wake = $0.add([request()]) { true } else { false } }, "who comes first wakes it")
        #expect(queue.change { if case .queued = $0.add([request()]) { true } else { false } }, "and nobody else")
        #expect(!queue.change { $0.fallAsleep(isBusy: false) }, "there is something to do")
        #expect(queue.change { $0.fallAsleep(isBusy: true) }, "which waits while too much is under way")
        #expect(queue.change { $0.drop() && $0.takeDrop() && !$0.takeDrop() })
    }

    @Test func anyByteStandsInACommand() async throws {
        let bench = try Bench()
        let client = try await bench.clients(1)[0]
        let value = [UInt8](0...255) + Array("\r\n$3\r\nテ".utf8)
        _ = try await client.connection.command(RedisCommand("SET", "k \r\n\"", value))
        #expect(try await client.connection.command(RedisCommand("GET", "k \r\n\"")).bytes == value)
        let large = [UInt8](repeating: 7, count: 8 << 20)
        _ = try await client.connection.command(RedisCommand("SET", "large", large))
        #expect(try await client.connection.command(RedisCommand("GET", "large")).bytes == large)
        let error = await #expect(throws: RedisError.self) { try await client.connection.command(RedisCommand("NONSENSE")) }
        #expect(error?.reason == .refused)
    }

    /// Whoever lets go of a client and of all that was made of it leaves nothing behind.
    @Test(.timeLimit(.minutes(1))) func aClientEndsWithItsUse() async throws {
        let bench = try Bench()
        let watcher = try await bench.clients(1)[0]
        do {
            let client = try await bench.clients(1)[0]
            let store = client.sessionStore()
            store.begin { _ in }
            _ = client.taskStore()
            #expect(try await store.isAlive(store.instance))
            await store.end()
        }
        while true {
            let list = try await watcher.connection.command(RedisCommand("CLIENT", "LIST")).text ?? ""
            if list.split(separator: "\n").count == 2 { break }
            await Task.yield()
        }
    }
}
