import Logging
import MCPCore
import MCPTesting
import Testing

@testable import MCPRedis

@Suite(.timeLimit(.minutes(1)))
struct TaskStoreTests {
    @Test(arguments: TaskStoreCompliance.Rule.allCases)
    func redisComplies(_ rule: TaskStoreCompliance.Rule) async throws {
        let bench = try Bench()
        let clients = try await bench.clients(2)
        defer { for client in clients { client.close() } }
        try await TaskStoreCompliance { instances, capacity, ofOwner in
            clients.prefix(instances).map { $0.taskStore(capacity: capacity, capacityPerOwner: ofOwner) }
        }.check(rule)
    }

    @Test(arguments: TaskStoreCompliance.Rule.allCases)
    func memoryComplies(_ rule: TaskStoreCompliance.Rule) async throws {
        try await TaskStoreCompliance { instances, capacity, ofOwner in
            let store = MemoryTaskStore(capacity: capacity, capacityPerOwner: ofOwner)
            return Array(repeating: store, count: instances)
        }.check(rule)
    }

    private static func record(_ id: String) -> TaskRecord {
        TaskRecord(id: id, owner: "alice", created: WallClock.now, timeToLive: .seconds(60), pollInterval: .seconds(1))
    }

    @Test func requestsReachWhoRunsTheTask() async throws {
        let bench = try Bench()
        let clients = try await bench.clients(2)
        defer { for client in clients { client.close() } }
        let stores = clients.map { $0.taskStore() }
        let taken = Observed<[String: [TaskRequest]]>([:])
        stores[0].receive { id, request in taken.change { $0[id, default: []].append(request) } }
        try await stores[0].create(Self.record("t"))
        let answers: JSONObject = ["q": ["action": "accept", "content": ["x": "\u{0}ß"]]]
        let sent: [TaskRequest] = [.answers(answers), .refusal("q", "no"), .cancel("stop")]
        for request in sent { #expect(try await stores[1].forward(request, to: "t")) }
        try await taken.wait { $0["t"] == sent }
        #expect(try await stores[0].forward(sent[2], to: "t") == false, "it runs here")
        #expect(try await stores[1].forward(sent[1], to: "nobody's") == false)
    }

    @Test func aTaskWhoseInstanceIsGoneHasFailed() async throws {
        let bench = try Bench()
        let clients = try await bench.clients(2)
        defer { clients[1].close() }
        let stores = clients.map { $0.taskStore(silence: .milliseconds(300)) }
        try await stores[0].create(Self.record("t"))
        #expect(try await stores[1].task("t", of: "alice")?.status == .working)
        clients[0].close()
        var record = try await stores[1].task("t", of: "alice")
        while record?.status == .working {
            await Task.yield()
            record = try await stores[1].task("t", of: "alice")
        }
        #expect(record?.status == .failed && record?.error?.message == "The instance that ran it is gone")
        #expect(try await stores[1].tasks(of: "alice") == [record])
        #expect(try await stores[1].forward(.cancel(""), to: "t") == false)
    }

    @Test func namesAreTakenOnceByAll() async throws {
        let bench = try Bench()
        let clients = try await bench.clients(3)
        defer { for client in clients { client.close() } }
        let stores: [any OnceStore] = clients.map { $0.onceStore() }
        let end = WallClock.now + .seconds(60)
        let first = try await withThrowingTaskGroup(of: Bool.self) { group in
            for store in stores {
                for name in 0..<50 { group.addTask { try await store.claim("n\(name)", until: end) } }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(first == 50)
        #expect(try await stores[0].claim("old", until: WallClock.now - .seconds(1)) == false)
        bench.server.kill()
        await #expect(throws: OnceStoreError.self) { try await stores[0].claim("x", until: end) }
    }

    @Test func whatOthersSpendIsLearned() async throws {
        let bench = try Bench()
        let clients = try await bench.clients(2)
        defer { for client in clients { client.close() } }
        let ledgers = clients.map { $0.usageLedger() }
        #expect(try await ledgers[0].exchange(["a": 5, "b": 1]) == [:])
        #expect(try await ledgers[1].exchange(["a": 7]) == [:], "nothing of the time before")
        #expect(try await ledgers[0].exchange(["a": 2]) == ["a": 7])
        #expect(try await ledgers[1].exchange(["a": 1]) == ["a": 2])
        #expect(try await ledgers[0].exchange(["a": 1, "b": 1]) == ["a": 1, "b": 0])
        bench.server.kill()
        await #expect(throws: UsageLedgerError.self) { try await ledgers[0].exchange(["a": 1]) }
    }
}
