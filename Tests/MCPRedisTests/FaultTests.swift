import MCPCore
import MCPTesting
import Testing

@testable import MCPRedis

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What callers see of a Redis that is in trouble.
@Suite(.timeLimit(.minutes(1)))
struct FaultTests {
    private typealias News = Observed<[InstanceNews]>

    private func record(_ id: String) -> SessionRecord {
        SessionRecord(id: id, kind: .anywhere, principal: "alice", home: InstanceID("home"))
    }

    private func refusal(_ body: () async throws -> Void) async -> SessionStoreError.Reason? {
        do {
            try await body()
            return nil
        } catch {
            return (error as? SessionStoreError)?.reason
        }
    }

    private func begin(_ store: any SessionStore) -> News {
        let news = News([])
        store.begin { item in news.change { $0.append(item) } }
        return news
    }

    private static func returns(_ news: [InstanceNews]) -> [Bool] {
        news.compactMap { if case .returned(let mayHaveLost) = $0 { mayHaveLost } else { nil } }
    }

    private static func sessions(_ news: [InstanceNews]) -> [String] {
        news.compactMap { if case .letter(.changed(let session), _) = $0 { session } else { nil } }
    }

    @Test func downAtTheStart() async throws {
        let bench = try Bench(isStarted: false)
        let client = try bench.client()
        defer { client.close() }
        let store = client.sessionStore()
        let news = begin(store)
        let clock = ContinuousClock.now
        #expect(await refusal { try await store.save(record("s")) } == .unavailable)
        #expect(ContinuousClock.now - clock < .seconds(2))
        try bench.server.start()
        try await news.wait { Self.returns($0) == [true] }
        try await store.save(record("s"))
        #expect(try await store.record("s") == record("s"))
        #expect(try await store.isAlive(store.instance))
        #expect(bench.logs.entries.contains { $0.message == "redis is away" && $0.level == .warning })
    }

    @Test func downLaterAndBackWithoutItsData() async throws {
        let bench = try Bench()
        let clients = try await bench.clients(2)
        defer { for client in clients { client.close() } }
        let stores = clients.map { $0.sessionStore() }
        let news = stores.map { begin($0) }
        let stream = StreamName(session: "s", number: 1)
        try await stores[0].save(record("s"))
        stores[0].open(stream, StreamDescription(writer: stores[0].instance, request: nil))
        for number in 1...3 { stores[0].append(StreamEvent(sequence: number, message: [], isLast: false, isDelivered: false), to: stream) }
        #expect(try await stores[1].isAlive(stores[1].instance))
        bench.server.kill()
        while await refusal({ _ = try await stores[0].record("s") }) == nil { try Task.checkCancellation() }
        #expect(await refusal { _ = try await stores[0].events(of: stream, after: 0) } == .unavailable)
        #expect(await refusal { try await stores[0].send(.changed(session: "s"), to: stores[1].instance) } == .unavailable)
        for number in 4...5 { stores[0].append(StreamEvent(sequence: number, message: [], isLast: false, isDelivered: false), to: stream) }
        try bench.server.start()
        for news in news { try await news.wait { Self.returns($0) == [true] } }
        #expect(try await stores[0].record("s") == nil)
        // Streams that are written still say that something is missing.
        let part = try await stores[0].events(of: stream, after: 3)
        #expect(part?.isGap == true && part?.events == [])
        stores[0].append(StreamEvent(sequence: 6, message: [1], isLast: true, isDelivered: false), to: stream)
        let rest = try await stores[0].events(of: stream, after: 5)
        #expect(rest?.isGap == false && rest?.events.map(\.sequence) == [6])
        while try await !stores[0].isAlive(stores[1].instance) { await Task.yield() }
        for number in 0..<10 { try await stores[0].send(.changed(session: "\(number)"), to: stores[1].instance) }
        stores[0].tell(.changed(session: "all"), to: nil)
        try await news[1].wait { Self.sessions($0).count == 11 }
        #expect(Set(Self.sessions(news[1].state)) == Set((0..<10).map(String.init) + ["all"]))
    }

    /// What metrics and `/health` tell of it.
    @Test func isCounted() async throws {
        let bench = try Bench(isStarted: false)
        let client = try bench.client()
        defer { client.close() }
        let tally = client.tally
        let store = client.sessionStore()
        #expect(await refusal { try await store.save(record("s")) } == .unavailable)
        #expect(!tally.isConnected && tally.failedCommands > 0 && tally.answeredCommands == 0 && tally.lostConnections == 0)
        try bench.server.start()
        while !tally.isConnected { await Task.yield() }
        try await store.save(record("s"))
        #expect(tally.answeredCommands > 0 && tally.refusedCommands == 0)
        _ = try await client.connection.command(RedisCommand("CONFIG", "SET", "maxmemory", 1))
        #expect(await refusal { try await store.save(record("t")) } == .unavailable)
        #expect(tally.refusedCommands > 0)
        // The second connection, which begins anew with each Redis that the first one finds, may do so only now.
        while !tally.isConnected { await Task.yield() }
        bench.server.kill()
        while tally.isConnected || tally.lostConnections == 0 { await Task.yield() }
        let failed = tally.failedCommands
        #expect(await refusal { try await store.save(record("s")) } == .unavailable)
        #expect(tally.failedCommands > failed)
        try bench.server.start()
        while !tally.isConnected { await Task.yield() }
        let lost = tally.lostConnections
        client.close()
        while tally.isConnected { await Task.yield() }
        #expect(tally.lostConnections == lost, "what we end ourselves is not lost")
    }

    @Test func slow() async throws {
        let bench = try Bench()
        let client = try bench.client { $0.commandTime = .milliseconds(300) }
        defer { client.close() }
        try await bench.ready(client)
        let store = client.sessionStore()
        let news = begin(store)
        try await store.save(record("s"))
        bench.server.signal(SIGSTOP)
        let clock = ContinuousClock.now
        let refusals = await withTaskGroup(of: SessionStoreError.Reason?.self) { group in
            for number in 0..<100 { group.addTask { await refusal { try await store.save(record("\(number)")) } } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(refusals == Array(repeating: .unavailable, count: 100))
        #expect(await refusal { _ = try await store.record("s") } == .unavailable, "while it is away, at once")
        #expect(ContinuousClock.now - clock < .seconds(2))
        bench.server.signal(SIGCONT)
        try await news.wait { Self.returns($0) == [false] }
        #expect(try await store.record("s") == record("s"))
    }

    @Test func outOfMemory() async throws {
        let bench = try Bench()
        let client = try bench.client()
        defer { client.close() }
        try await bench.ready(client)
        let store = client.sessionStore()
        try await store.save(record("s"))
        _ = try await client.connection.command(RedisCommand("CONFIG", "SET", "maxmemory", "1"))
        #expect(await refusal { try await store.save(record("t")) } == .unavailable)
        #expect(try await store.record("s") == record("s"), "what is there can be read")
        let stream = StreamName(session: "s", number: 1)
        store.open(stream, StreamDescription(writer: store.instance, request: nil))
        store.append(StreamEvent(sequence: 1, message: [], isLast: false, isDelivered: false), to: stream)
        #expect(try await store.events(of: stream, after: 0) == nil)
        #expect(bench.logs.entries.contains { $0.message == "redis refuses" && $0.metadata["reason"]?.contains("OOM") == true })
        _ = try await client.connection.command(RedisCommand("CONFIG", "SET", "maxmemory", "0"))
        try await store.save(record("t"))
    }

    @Test func wrongPassword() async throws {
        let bench = try Bench(["--requirepass", "right-canary"])
        let right = try bench.client(":right-canary@")
        defer { right.close() }
        try await bench.ready(right)
        for credentials in ["", ":wrong-canary@", "nobody:wrong-canary@"] {
            let client = try bench.client(credentials)
            let error = await #expect(throws: RedisError.self) { try await client.check() }
            #expect(error?.reason == .unauthorized, "\(credentials): \(error.map { "\($0)" } ?? "let in")")
            #expect(await refusal { try await client.sessionStore().save(record("s")) } == .unavailable)
            client.close()
        }
        #expect(!bench.logs.entries.contains { "\($0)".contains("canary") })
    }

    @Test func anotherTakesItsPlace() async throws {
        let bench = try Bench()
        let clients = try await bench.clients(2)
        defer { for client in clients { client.close() } }
        let store = clients[0].sessionStore()
        let news = begin(store)
        try await store.save(record("s"))
        // It becomes a replica of one that is not there.
        _ = try await clients[1].connection.command(RedisCommand("REPLICAOF", "127.0.0.1", "1"))
        while await refusal({ try await store.save(record("s")) }) == nil { try Task.checkCancellation() }
        _ = try await clients[1].connection.command(RedisCommand("REPLICAOF", "NO", "ONE"))
        try await news.wait { !Self.returns($0).isEmpty }
        while await refusal({ try await store.save(record("t")) }) != nil { try Task.checkCancellation() }
        #expect(try await store.record("t") == record("t"))
    }

    @Test func connectionsBreakAndNoLetterIsLostOrDoubled() async throws {
        let bench = try Bench()
        let clients = try await bench.clients(3)
        defer { for client in clients { client.close() } }
        let stores = clients.prefix(2).map { $0.sessionStore() }
        let news = begin(stores[0])
        #expect(try await stores[0].isAlive(stores[0].instance))
        var sent: [String] = []
        for number in 0..<300 {
            if number % 50 == 25 {
                // All but the one that says so, the readers too.
                _ = try await clients[2].connection.command(RedisCommand("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"))
            }
            do throws(SessionStoreError) {
                try await stores[1].send(.changed(session: "\(number)"), to: stores[0].instance)
                sent.append("\(number)")
            } catch {
                // Whether it has come is not known.
                #expect(error.reason == .unavailable)
                try await bench.ready(clients[1])
            }
        }
        let sure = Set(sent)
        try await news.wait { sure.isSubset(of: Self.sessions($0)) }
        let taken = Self.sessions(news.state)
        #expect(taken.count == Set(taken).count, "each once")
        #expect(taken.filter { sure.contains($0) } == sent, "in their order")
    }

    @Test func oneOfTwoInstancesIsCutOff() async throws {
        let bench = try Bench()
        let clients = [try bench.client(), try bench.clientByLink()]
        defer { for client in clients { client.close() } }
        for client in clients { try await bench.ready(client) }
        var limits = SessionStoreLimits()
        limits.silence = .milliseconds(600)
        let stores = clients.map { $0.sessionStore(limits: limits) }
        let news = stores.map { begin($0) }
        try await stores[1].save(record("s"))
        let other = stores[1].instance
        while try await !stores[0].isAlive(other) { await Task.yield() }
        bench.cut()
        let own = try #require(try await clients[0].connection.command(RedisCommand("CLIENT", "ID")).integer)
        let list = try await clients[0].connection.command(RedisCommand("CLIENT", "LIST")).text ?? ""
        for line in list.split(separator: "\n") where !line.hasPrefix("id=\(own) ") {
            let id = String(line.split(separator: " ")[0].dropFirst(3))
            _ = try await clients[0].connection.command(RedisCommand("CLIENT", "KILL", "ID", id))
        }
        while await refusal({ _ = try await stores[1].record("s") }) == nil { try Task.checkCancellation() }
        // The other one goes on, and learns that this one is silent.
        #expect(try await stores[0].record("s") == record("s"))
        while try await stores[0].isAlive(other) { await Task.yield() }
        #expect(await refusal { try await stores[0].send(.changed(session: "x"), to: other) } == .gone)
        bench.mend()
        try await news[1].wait { Self.returns($0) == [false] }
        while try await !stores[0].isAlive(other) { await Task.yield() }
        try await stores[0].send(.changed(session: "s"), to: other)
        stores[0].tell(.changed(session: "all"), to: nil)
        try await news[1].wait { Set(Self.sessions($0)) == ["s", "all"] }
    }

    @Test func forgottenScriptsAreSentAgain() async throws {
        let bench = try Bench()
        let client = try bench.client()
        defer { client.close() }
        try await bench.ready(client)
        let store = client.sessionStore()
        let news = begin(store)
        #expect(try await store.isAlive(store.instance))
        _ = try await client.connection.command(RedisCommand("SCRIPT", "FLUSH"))
        try await store.send(.changed(session: "s"), to: store.instance)
        try await news.wait { Self.sessions($0) == ["s"] }
    }

    @Test func whoDoesNotReadGetsNoMore() async throws {
        let bench = try Bench()
        let client = try bench.client()
        defer { client.close() }
        try await bench.ready(client)
        var limits = SessionStoreLimits()
        limits.letters = 5
        let store = client.sessionStore(limits: limits)
        _ = try await client.connection.command(RedisCommand("SET", "mcp:default:alive:deaf", "1"))
        for _ in 0..<5 { try await store.send(.changed(session: "s"), to: InstanceID("deaf")) }
        #expect(await refusal { try await store.send(.changed(session: "s"), to: InstanceID("deaf")) } == .full)
    }

    @Test func whoIsSilentIsGone() async throws {
        let bench = try Bench()
        let clients = try await bench.clients(2)
        defer { for client in clients { client.close() } }
        var limits = SessionStoreLimits()
        limits.silence = .milliseconds(300)
        let stores = clients.map { $0.sessionStore(limits: limits) }
        for store in stores { _ = begin(store) }
        #expect(try await stores[0].isAlive(stores[0].instance))
        let clock = ContinuousClock.now
        while ContinuousClock.now - clock < .milliseconds(700) {
            #expect(try await stores[1].isAlive(stores[0].instance), "it is heard of again and again")
            await Task.yield()
        }
        clients[0].close()
        while try await stores[1].isAlive(stores[0].instance) { await Task.yield() }
        #expect(await refusal { try await stores[1].send(.ended(session: "s"), to: stores[0].instance) } == .gone)
    }

    @Test func everyKeyEndsByItself() async throws {
        let bench = try Bench()
        let client = try bench.client()
        defer { client.close() }
        try await bench.ready(client)
        let store = client.sessionStore(prefix: "acme")
        let news = begin(store)
        try await store.save(record("s"))
        let stream = StreamName(session: "s", number: 16)
        store.open(stream, StreamDescription(writer: store.instance, request: nil))
        store.append(StreamEvent(sequence: 1, message: [1], isLast: false, isDelivered: false), to: stream)
        try await store.send(.changed(session: "s"), to: nil)
        try await store.send(.changed(session: "s"), to: store.instance)
        try await news.wait { Self.sessions($0) == ["s"] }
        try await client.eventLog(prefix: "acme").append([EventDraft(.ticketUpdated, source: .mcpTool, key: "k")])
        _ = try await client.onceStore(prefix: "acme").claim("n", until: WallClock.now + .seconds(60))
        let tasks = client.taskStore(prefix: "acme")
        try await tasks.create(TaskRecord(id: "t", owner: "o", created: WallClock.now, timeToLive: .seconds(60), pollInterval: .seconds(1)))
        let keys = try await client.connection.command(RedisCommand("KEYS", "*")).array?.compactMap(\.text) ?? []
        #expect(keys.count >= 11 && keys.allSatisfy { $0.hasPrefix("mcp:acme:") }, "\(keys)")
        for key in keys {
            let rest = try await client.connection.command(RedisCommand("PTTL", key)).integer ?? 0
            #expect(rest > 0, "\(key)")
        }
    }
}
