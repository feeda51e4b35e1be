internal import Logging
public import MCPCore
internal import Synchronization

extension RedisClient {
    /// The tasks of the instances of one server. Each instance has one such object.
    /// - Parameters:
    ///   - prefix: names the server, and the tenant where one process serves several; the same in all instances that share.
    ///   - capacity: tasks in all, ended ones included until their time is over.
    ///   - silence: how long an instance may be silent before its tasks are taken for lost.
    public func taskStore(
        prefix: String = "default", capacity: Int = 100_000, capacityPerOwner: Int = 1_000, silence: Duration = .seconds(5)
    ) -> any TaskStore {
        RedisTaskStore(self, RedisPrefix(prefix), capacity, capacityPerOwner, silence)
    }
}

/// Tasks in Redis, each of which one instance runs.
///
/// Keys, behind the prefix: `t:<id>` a task, `to:<owner>` and `ta` which there are, `ti:<instance>` while an instance is heard of,
/// `tin:<instance>` what is forwarded to it. A task whose instance is silent is given out as failed, and is from then on.
final class RedisTaskStore: TaskStore {
    private let client: RedisClient
    private let keys: RedisPrefix
    private let capacity: Int
    private let capacityPerOwner: Int
    private let silence: Duration
    private let instance = InstanceID.random()
    private let beat: Int
    private let observer = Mutex<Int?>(nil)
    private let reading = Mutex<Int?>(nil)

    init(_ client: RedisClient, _ keys: RedisPrefix, _ capacity: Int, _ capacityPerOwner: Int, _ silence: Duration) {
        self.client = client
        self.keys = keys
        self.capacity = capacity
        self.capacityPerOwner = capacityPerOwner
        self.silence = silence
        beat = client.newName()
        live()
        client.connection.every(silence / 3, named: beat) { [weak self] in self?.live() }
        let number = client.observe { [weak self] _ in self?.live() }
        observer.withLock { $0 = number }
    }

    deinit {
        client.connection.stopBeat(beat)
        if let number = observer.withLock({ $0 }) { client.stopObserving(number) }
        if let number = reading.withLock({ $0 }) { client.reader.remove(number) }
    }

    private func live() {
        client.connection.send(RedisCommand("SET", keys.key("ti", instance.text), "1", "PX", silence))
    }

    func create(_ record: TaskRecord) async throws(TaskStoreError) {
        let names = [keys.key("t", record.id), keys.key("to", record.owner), keys.key("ta")]
        let over = WallClock.milliseconds(of: record.created + record.timeToLive)
        let arguments: [any RedisArgument] = [
            record.kept, record.version, instance.text, record.owner, Int(over), Int(WallClock.milliseconds), capacityPerOwner, capacity,
            record.id,
        ]
        switch try await ask({ () async throws(RedisError) in
            try await client.connection.run(.createTask, keys: names, arguments)
        }).integer {
        case 0: throw TaskStoreError(.full, "\(capacityPerOwner) tasks of this caller are kept already")
        case 2: throw TaskStoreError(.full, "\(capacity) tasks are kept already")
        default: break
        }
    }

    func update(_ record: TaskRecord) async throws(TaskStoreError) -> TaskRecord? {
        let arguments: [any RedisArgument] = [record.kept, record.version, record.status.isTerminal ? "1" : "0"]
        let reply = try await ask { () async throws(RedisError) in
            try await client.connection.run(.updateTask, keys: [keys.key("t", record.id)], arguments)
        }
        return self.record(reply)
    }

    func task(_ id: String, of owner: String) async throws(TaskStoreError) -> TaskRecord? {
        let reply = try await ask { () async throws(RedisError) in
            try await client.connection.command(RedisCommand("HMGET", keys.key("t", id), "r", "w"))
        }
        return try await tasks([reply], of: owner).first
    }

    func tasks(of owner: String) async throws(TaskStoreError) -> [TaskRecord] {
        let ids = try await ask { () async throws(RedisError) in
            try await client.connection.command(RedisCommand("ZRANGE", keys.key("to", owner), 0, -1))
        }
        let commands = (ids.array ?? []).compactMap(\.text).map { RedisCommand("HMGET", keys.key("t", $0), "r", "w") }
        guard !commands.isEmpty else { return [] }
        let replies = try await ask { () async throws(RedisError) in RedisReply.array(try await client.connection.commands(commands)) }
        return try await tasks(replies.array ?? [], of: owner).sorted { ($0.created, $0.id) < ($1.created, $1.id) }
    }

    /// Records with who runs them: those whose time is not over, with those failed that nobody runs any more.
    private func tasks(_ replies: [RedisReply], of owner: String) async throws(TaskStoreError) -> [TaskRecord] {
        let now = WallClock.now
        var (records, lives): ([TaskRecord], [String: Bool]) = ([], [instance.text: true])
        for reply in replies {
            guard let parts = reply.array, parts.count == 2, let record = record(parts[0]), let runner = parts[1].text else { continue }
            guard record.owner == owner, now < record.created + record.timeToLive else { continue }
            if !record.status.isTerminal, lives[runner] == nil { lives[runner] = try await isAlive(runner) }
            guard record.status.isTerminal || lives[runner] != false else {
                let message = "The instance that ran it is gone"
                let failed = record.ended(.failed, message, at: now, error: MCPError(.internalError, message))
                if let kept = try await update(failed) { records.append(kept) }
                continue
            }
            records.append(record)
        }
        return records
    }

    private func isAlive(_ runner: String) async throws(TaskStoreError) -> Bool {
        try await ask { () async throws(RedisError) in
            try await client.connection.command(RedisCommand("EXISTS", keys.key("ti", runner)))
        }.integer == 1
    }

    func forward(_ request: TaskRequest, to id: String) async throws(TaskStoreError) -> Bool {
        let reply = try await ask { () async throws(RedisError) in
            try await client.connection.command(RedisCommand("HGET", keys.key("t", id), "w"))
        }
        guard let runner = reply.text, runner != instance.text else { return false }
        let place = LetterPlace(key: keys.key("tin", runner), writer: "")
        let names = [keys.key("ti", runner), place.key]
        let arguments: [any RedisArgument] = [10_000, Duration.seconds(60)] + client.seal.seal(["i", id] + request.fields, at: place)
        let posted = try await ask { () async throws(RedisError) in
            try await client.connection.run(.postLetter, keys: names, arguments)
        }
        guard posted.integer != 2 else { throw TaskStoreError(.unavailable, "Too much waits for the instance that runs the task") }
        return posted.integer == 1
    }

    func receive(_ take: @escaping @Sendable (String, TaskRequest) -> Void) {
        let place = LetterPlace(key: keys.key("tin", instance.text), writer: "")
        let follower = InboxFollower(key: place.key) { [seal = client.seal, logger = client.logger] entries in
            for entry in entries.compactMap({ seal.open($0, at: place) }) {
                guard let id = entry.text("i"), let request = TaskRequest(entry) else {
                    logger.warning("a request for a task cannot be read: another version wrote it")
                    continue
                }
                take(id, request)
            }
        }
        let number = client.reader.add(follower)
        reading.withLock { $0 = number }
    }

    private func record(_ reply: RedisReply) -> TaskRecord? {
        guard let bytes = reply.bytes else { return nil }
        if let record = TaskRecord(kept: bytes) { return record }
        client.logger.warning("a task in redis cannot be read: another version wrote it")
        return nil
    }

    private func ask(_ body: () async throws(RedisError) -> RedisReply) async throws(TaskStoreError) -> RedisReply {
        do throws(RedisError) {
            return try await body()
        } catch {
            throw TaskStoreError(.unavailable, error.message)
        }
    }
}

extension TaskRequest {
    fileprivate var fields: [any RedisArgument] {
        switch self {
        case .cancel(let message): ["c", message]
        case .refusal(let key, let message): ["k", key, "x", message]
        case .answers(let answers): ["a", JSON.object(answers).bytes]
        }
    }

    fileprivate init?(_ entry: RedisEntry) {
        if let message = entry.text("c") {
            self = .cancel(message)
            return
        }
        if let key = entry.text("k"), let message = entry.text("x") {
            self = .refusal(key, message)
            return
        }
        guard let bytes = entry["a"] else { return nil }
        do throws(JSONError) {
            guard let answers = try JSON(parsing: bytes).object else { return nil }
            self = .answers(answers)
        } catch {
            return nil
        }
    }
}
