import MCPTesting
import Synchronization
import Testing

@testable import MCPCore

/// Tasks that one server runs, and whose client comes to another.
@Suite(.timeLimit(.minutes(1))) struct SharedTaskTests {
    /// One server's part in tasks that several share.
    private final class Share: TaskStore {
        private let kept: MemoryTaskStore
        private let created = Mutex<Set<String>>([])
        private let take = Mutex<(@Sendable (String, TaskRequest) -> Void)?>(nil)
        private let others = Mutex<[Share]>([])

        init(_ kept: MemoryTaskStore) { self.kept = kept }

        static func several(_ count: Int) -> [Share] {
            let kept = MemoryTaskStore()
            let all = (0..<count).map { _ in Share(kept) }
            for share in all { share.others.withLock { $0 = all.filter { $0 !== share } } }
            return all
        }

        func create(_ record: TaskRecord) async throws(TaskStoreError) {
            try await kept.create(record)
            _ = created.withLock { $0.insert(record.id) }
        }

        func update(_ record: TaskRecord) async throws(TaskStoreError) -> TaskRecord? { try await kept.update(record) }
        func task(_ id: String, of owner: String) async throws(TaskStoreError) -> TaskRecord? { try await kept.task(id, of: owner) }
        func tasks(of owner: String) async throws(TaskStoreError) -> [TaskRecord] { try await kept.tasks(of: owner) }

        func forward(_ request: TaskRequest, to id: String) async throws(TaskStoreError) -> Bool {
            guard let other = others.withLock({ $0 }).first(where: { $0.created.withLock { $0.contains(id) } }) else { return false }
            other.take.withLock { $0 }?(id, request)
            return true
        }

        func receive(_ take: @escaping @Sendable (String, TaskRequest) -> Void) { self.take.withLock { $0 = take } }
    }

    private let gate = Gate()
    private let alice = Principal(id: "alice")

    private func clients(
        _ revision: ProtocolRevision, more: [RegisteredTool] = [], tasks: TaskLimits = TaskLimits()
    ) async throws -> [EngineClient] {
        var clients: [EngineClient] = []
        for share in Share.several(2) {
            clients.append(
                try await EngineClient.open(TaskServer.make(gate, more: more, store: share, tasks: tasks), revision, principal: alice))
        }
        return clients
    }

    @Test(arguments: [ProtocolRevision.v2025_11_25, .v2026_07_28])
    func cancellingEndsItsHandlerWhereverThatIs(_ revision: ProtocolRevision) async throws {
        let ended = Observed(false)
        let tool = RegisteredTool("job_endless", "Works on.", taskSupport: .optional) { [ended] _ -> String in
            while !Task.isCancelled { await Task.yield() }
            ended.change { $0 = true }
            return "ended"
        }
        let clients = try await clients(revision, more: [tool])
        let id = try await clients[0].createTask("job_endless")
        let reply = try await clients[1].request("tasks/cancel", ["taskId": .string(id)])
        #expect(reply["error"] == nil, "\(reply.text)")
        // At once, and for everybody.
        for client in clients { #expect(try await client.task(id)["result"]?["status"] == "cancelled") }
        try await ended.wait { $0 }
    }

    @Test func answersReachTheTask() async throws {
        gate.open()
        let clients = try await clients(.v2026_07_28)
        let id = try await clients[0].createTask("job_asks")
        let asked = try await clients[1].task(id, reaches: "input_required")
        let key = try #require(asked["inputRequests"]?.object?.members.first?.key)
        let answers: JSON = [key: ["action": "accept", "content": ["name": "Ada"]]]
        let reply = try await clients[1].request("tasks/update", ["taskId": .string(id), "inputResponses": answers])
        #expect(reply["error"] == nil, "\(reply.text)")
        let result = try await clients[1].task(id, reaches: "completed")
        #expect(result["result"]?["content"]?[0]?["text"] == "Hello, Ada!")
    }

    @Test func theResultIsWaitedForElsewhere() async throws {
        let clients = try await clients(.v2025_11_25)
        let id = try await clients[0].createTask("job")
        gate.open()
        #expect(try await clients[1].request("tasks/result", ["taskId": .string(id)]).said == "done")
    }

    @Test func questionsAreAskedWhereTheResultIsWaitedFor() async throws {
        gate.open()
        var limits = TaskLimits()
        limits.pollInterval = .milliseconds(1)
        let clients = try await clients(.v2025_11_25, tasks: limits)
        let id = try await clients[0].createTask("job_asks")
        let waiting = clients[1].start("tasks/result", ["taskId": .string(id)])
        let question = try await clients[1].next()
        #expect(question["method"] == "elicitation/create", "\(question.text)")
        #expect(question["params"]?["_meta"]?["io.modelcontextprotocol/related-task"] == ["taskId": .string(id)])
        let answer: JSON = ["action": "accept", "content": ["name": "Ada"]]
        clients[1].send(["jsonrpc": "2.0", "id": question["id"] ?? nil, "result": answer])
        let result = try await clients[1].next()
        #expect(result["id"] == waiting && result.said == "Hello, Ada!", "\(result.text)")
    }

    @Test func whoWillNotAnswerFailsTheQuestion() async throws {
        gate.open()
        var limits = TaskLimits()
        limits.pollInterval = .milliseconds(1)
        let clients = try await clients(.v2025_11_25, tasks: limits)
        let id = try await clients[0].createTask("job_asks")
        clients[1].start("tasks/result", ["taskId": .string(id)])
        let question = try await clients[1].next()
        clients[1].send(["jsonrpc": "2.0", "id": question["id"] ?? nil, "error": ["code": -32_600, "message": "no"]])
        let result = try await clients[1].next()
        #expect(result["result"]?["isError"] == true, "\(result.text)")
    }
}
