import MCPCore
import MCPTesting
import Testing

@testable import MCPRedis

/// What Redis holds of letters, and what becomes of letters that others have put there.
@Suite(.timeLimit(.minutes(1)))
struct LetterSealTests {
    private static let (old, new, other) = (key(1), key(2), key(3))
    private static let reader = InstanceID("reader")
    private static let letter = InstanceLetter.message(
        session: "CANARY-session", principal: Principal(id: "CANARY-alice", attributes: ["token": "CANARY-token"]),
        Array("CANARY-text".utf8))

    private static func key(_ byte: UInt8) -> LetterKey { LetterKey([UInt8](repeating: byte, count: LetterKey.minimumSize)) }

    /// What lies in a stream of Redis, field by field.
    private func entries(_ client: RedisClient, _ key: String) async throws -> [RedisEntry] {
        RedisEntry.list(try await client.connection.command(RedisCommand("XRANGE", "mcp:default:\(key)", "-", "+")))
    }

    /// As if somebody lived who does not read.
    private func pretend(_ client: RedisClient, _ keys: String...) async throws {
        for key in keys { _ = try await client.connection.command(RedisCommand("SET", "mcp:default:\(key)", "1")) }
    }

    private func begin(_ store: any SessionStore) -> Observed<[InstanceLetter]> {
        let letters = Observed<[InstanceLetter]>([])
        store.begin { news in if case .letter(let letter, _) = news { letters.change { $0.append(letter) } } }
        return letters
    }

    private func reasons(_ bench: Bench) -> [String] {
        bench.logs.entries.filter { $0.message == "a letter in redis is refused" && $0.level == .error }
            .compactMap { $0.metadata["reason"].map { "\($0)" } }
    }

    @Test(arguments: [true, false]) func whatRedisHoldsSaysNothing(_ isSealed: Bool) async throws {
        let bench = try Bench()
        let client = try await bench.clients(1, keys: isSealed ? [Self.new, Self.old] : [])[0]
        defer { client.close() }
        let (store, tasks) = (client.sessionStore(), client.taskStore())
        try await pretend(client, "alive:reader", "ti:runner")
        try await store.send(Self.letter, to: Self.reader)
        try await store.send(Self.letter, to: nil)
        _ = try await client.connection.command(RedisCommand("HSET", "mcp:default:t:CANARY-task", "w", "runner"))
        for request: TaskRequest in [.answers(["q": "CANARY-answer"]), .refusal("q", "CANARY"), .cancel("CANARY")] {
            #expect(try await tasks.forward(request, to: "CANARY-task"))
        }
        for (key, count) in [("inbox:reader", 1), ("bus", 1), ("tin:runner", 3)] {
            let found = try await entries(client, key)
            #expect(found.count == count)
            for field in found.flatMap(\.fields) {
                #expect(!isSealed || ["f", "z"].contains(field.name))
                #expect(!isSealed || !String(decoding: field.value, as: UTF8.self).contains("CANARY"), "\(key): \(field.name)")
            }
            #expect(isSealed || found.allSatisfy { "\($0.fields.map { String(decoding: $0.value, as: UTF8.self) })".contains("CANARY") })
        }
    }

    /// Nothing of two letters is the same, though they say the same.
    @Test func noTwoLettersAreSealedAlike() async throws {
        let bench = try Bench()
        let client = try await bench.clients(1, keys: [Self.new])[0]
        defer { client.close() }
        try await pretend(client, "alive:reader")
        for _ in 0..<2 { try await client.sessionStore().send(Self.letter, to: Self.reader) }
        let sealed = try await entries(client, "inbox:reader").compactMap { $0["z"] }
        #expect(sealed.count == 2 && sealed[0].prefix(16) != sealed[1].prefix(16) && sealed[0].suffix(32) != sealed[1].suffix(32))
    }

    @Test func whatWasChangedIsRefused() async throws {
        let bench = try Bench()
        let client = try await bench.clients(1, keys: [Self.new])[0]
        defer { client.close() }
        let writer = client.sessionStore()
        try await pretend(client, "alive:reader", "alive:another")
        try await writer.send(Self.letter, to: Self.reader)
        try await writer.send(Self.letter, to: InstanceID("another"))
        try await writer.send(Self.letter, to: nil)
        let sealed = try #require(try await entries(client, "inbox:reader").first?["z"])
        let moved = try await [entries(client, "inbox:another")[0], entries(client, "bus")[0]].compactMap { $0["z"] }
        _ = try await client.connection.command(RedisCommand("DEL", "mcp:default:inbox:reader"))
        // A byte of the random ones, of the nonce, of the text and of the tag; and what is shorter than any letter.
        var forged = [0, 16, 28, sealed.count - 1].map { index in
            var changed = sealed
            changed[index] ^= 1
            return changed
        }
        forged += [Array(sealed.dropLast()), Array(sealed.prefix(20)), []] + moved
        let add = { (writer: String, bytes: [UInt8]) in RedisCommand("XADD", "mcp:default:inbox:reader", "*", "f", writer, "z", bytes) }
        for bytes in forged { _ = try await client.connection.command(add(writer.instance.text, bytes)) }
        _ = try await client.connection.command(add("somebody-else", sealed))
        _ = try await client.connection.command(add(writer.instance.text, sealed))
        let reader = client.sessionStore(instance: Self.reader)
        let taken = begin(reader)
        try await taken.wait { !$0.isEmpty }
        await reader.end()
        #expect(taken.state == [Self.letter], "the one that is as it was written, which came last")
        #expect(reasons(bench) == Array(repeating: "it was sealed with another key, or changed", count: forged.count + 1))
    }

    /// Who reads; who writes; and what the reader's log says of it.
    private static let strangers: [(reading: [LetterKey], writing: [LetterKey], reason: String)] = [
        ([], [new], "it is sealed, and this instance has no key"),
        ([new], [], "it is not sealed: its writer has no key"),
        ([new, old], [other], "it was sealed with another key, or changed"),
        ([old], [new, old], "it was sealed with another key, or changed"),
    ]

    @Test(arguments: strangers)
    func instancesWithOtherKeysAreTold(_ reading: [LetterKey], _ writing: [LetterKey], _ reason: String) async throws {
        let bench = try Bench()
        let clients = try await bench.clients(keys: [reading, writing, reading])
        defer { for client in clients { client.close() } }
        let (store, tasks) = (clients[0].sessionStore(), clients[0].taskStore())
        let (taken, requests) = (begin(store), Observed(0))
        tasks.receive { _, _ in requests.change { $0 += 1 } }
        #expect(try await store.isAlive(store.instance))
        let record = TaskRecord(id: "t", owner: "alice", created: WallClock.now, timeToLive: .seconds(60), pollInterval: .seconds(1))
        try await tasks.create(record)
        try await clients[1].sessionStore().send(Self.letter, to: store.instance)
        #expect(try await clients[1].taskStore().forward(.cancel("no"), to: "t"))
        // Behind them comes what is understood.
        try await clients[2].sessionStore().send(Self.letter, to: store.instance)
        #expect(try await clients[2].taskStore().forward(.cancel("yes"), to: "t"))
        try await taken.wait { !$0.isEmpty }
        try await requests.wait { $0 > 0 }
        #expect(taken.state == [Self.letter] && requests.state == 1)
        #expect(reasons(bench) == [reason, reason])
    }

    /// A new key goes behind the old one everywhere, then before it, and at last the old one goes: letters arrive all the time.
    @Test func keysAreChangedWhileInstancesWork() async throws {
        let bench = try Bench()
        for (reading, writing) in [
            ([Self.old, Self.new], [Self.old]), ([Self.old], [Self.old, Self.new]), ([Self.new, Self.old], [Self.old, Self.new]),
            ([Self.old, Self.new], [Self.new, Self.old]), ([Self.new], [Self.new, Self.old]), ([Self.new, Self.old], [Self.new]),
        ] {
            let clients = try await bench.clients(keys: [reading, writing])
            defer { for client in clients { client.close() } }
            let store = clients[0].sessionStore()
            let taken = begin(store)
            #expect(try await store.isAlive(store.instance))
            try await clients[1].sessionStore().send(Self.letter, to: store.instance)
            try await taken.wait { $0 == [Self.letter] }
        }
        #expect(reasons(bench).isEmpty)
    }

    @Test func aKeyDoesNotPrintItself() {
        let key = LetterKey(Array("CANARY-0123456789abcdef0123456789".utf8))
        var dumped = ""
        dump(key, to: &dumped)
        #expect(["\(key)", String(reflecting: key)] == ["<redacted>", "<redacted>"] && !dumped.contains("secret"))
    }
}
