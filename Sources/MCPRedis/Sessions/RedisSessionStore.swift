internal import Logging
public import MCPCore
internal import Synchronization

extension RedisClient {
    /// This instance's part in what the instances of one server share.
    /// - Parameters:
    ///   - prefix: names the server, and the tenant where one process serves several; the same in all instances that share, and no other's.
    ///   - instance: nil for a random one, which is right unless a test wants to know it.
    public func sessionStore(
        prefix: String = "default", limits: SessionStoreLimits = SessionStoreLimits(), instance: InstanceID = .random()
    ) -> any SessionStore {
        RedisSessionStore(self, RedisPrefix(prefix), limits, instance)
    }
}

/// Sessions in Redis.
///
/// Keys, behind the prefix: `s:<session>` a record; `x:<session>:<stream>` a stream, whose entries have the events' numbers for ids; `xs:<session>`
/// which streams there are; `alive:<instance>` while an instance is heard of; `inbox:<instance>` letters to one, `bus` letters to all.
///
/// Commands of one instance take effect in their order, because they go over one connection. What is not waited for is forgotten where Redis
/// is away; when it is back, streams say how far they had come, so that what is missing shows.
final class RedisSessionStore: SessionStore {
    let instance: InstanceID
    private let client: RedisClient
    private let keys: RedisPrefix
    private let limits: SessionStoreLimits
    private let mailbox: RedisMailbox
    private let streams: Mutex<OpenStreams>
    private let returns = Mutex<Int?>(nil)
    private let lease: Int

    init(_ client: RedisClient, _ keys: RedisPrefix, _ limits: SessionStoreLimits, _ instance: InstanceID) {
        self.client = client
        self.keys = keys
        self.limits = limits
        self.instance = instance
        mailbox = RedisMailbox(client, keys, limits, instance)
        streams = Mutex(OpenStreams(limits))
        lease = client.newName()
    }

    private var connection: RedisConnection { client.connection }

    // MARK: - Records

    func save(_ record: SessionRecord) async throws(SessionStoreError) {
        _ = try await ask(RedisCommand("SET", keys.key("s", record.id), record.kept, "PX", limits.timeToLive))
    }

    func record(_ id: String) async throws(SessionStoreError) -> SessionRecord? {
        guard let bytes = try await ask(RedisCommand("GET", keys.key("s", id))).bytes else { return nil }
        guard let record = SessionRecord(kept: bytes) else {
            client.logger.warning("a session in redis cannot be read: another version wrote it", metadata: ["bytes": "\(bytes.count)"])
            return nil
        }
        return record
    }

    func remove(_ id: String) async throws(SessionStoreError) -> Bool {
        streams.withLock { $0.remove(session: id) }
        do throws(RedisError) {
            let keys = [keys.key("s", id), keys.key("xs", id), keys.key("x", id)]
            return try await connection.run(.removeSession, keys: keys, []).integer == 1
        } catch {
            throw SessionStoreError(error)
        }
    }

    func touch(_ ids: [String]) {
        for id in ids { connection.send(RedisCommand("PEXPIRE", keys.key("s", id), limits.timeToLive)) }
    }

    // MARK: - Streams

    func open(_ stream: StreamName, _ description: StreamDescription) {
        // Inside the lock, so that nobody's append comes before.
        streams.withLock { streams in
            streams.open(stream, description)
            write(0, of: stream, description)
        }
    }

    func append(_ event: StreamEvent, to stream: StreamName) {
        let key = key(of: stream)
        streams.withLock { streams in
            guard let (description, first) = streams.append(event, to: stream) else { return }
            // Not made anew where it is gone: then the session is, or Redis has lost it and will be told.
            var command = RedisCommand("XADD", key, "NOMKSTREAM")
            if let first { command.append(contentsOf: ["MINID", "=", "\(first)-0"]) }
            command.append(contentsOf: ["\(event.sequence)-0", "m", event.message, "f", event.flags])
            command.append(contentsOf: description.fields)
            connection.send(command)
            if event.isLast { connection.send(RedisCommand("PEXPIRE", key, limits.streamTime)) }
        }
    }

    func events(of stream: StreamName, after sequence: Int) async throws(SessionStoreError) -> StreamPart? {
        let key = key(of: stream)
        let replies: [RedisReply]
        do throws(RedisError) {
            replies = try await connection.commands([
                RedisCommand("XRANGE", key, "\(max(0, sequence) + 1)", "+"), RedisCommand("XREVRANGE", key, "+", "-", "COUNT", 1),
            ])
        } catch {
            throw SessionStoreError(error)
        }
        guard let last = RedisEntry.list(replies[1]).first, let description = StreamDescription(last) else { return nil }
        return StreamPart(description, RedisEntry.list(replies[0]), after: sequence)
    }

    private func key(of stream: StreamName) -> String { keys.key("x", stream.session, String(stream.number)) }

    /// Says how far a stream has come, in an entry that is no event.
    private func write(_ last: Int, of stream: StreamName, _ description: StreamDescription) {
        let (key, index) = (key(of: stream), keys.key("xs", stream.session))
        var entry = RedisCommand("XADD", key, "\(last)-1")
        entry.append(contentsOf: description.fields)
        // Where it is there already, and has come further, this is refused, which is as good.
        connection.send(entry) { _ in }
        connection.send(RedisCommand("PEXPIRE", key, limits.streamTime))
        connection.send(RedisCommand("ZADD", index, expiry, String(stream.number)))
        connection.send(RedisCommand("PEXPIRE", index, limits.streamTime * 2))
        if last == 0, stream.number % 16 == 0 {
            connection.send(RedisCommand("ZREMRANGEBYSCORE", index, "-inf", WallClock.milliseconds.description))
        }
    }

    /// When a stream is forgotten that nobody writes to.
    private var expiry: String { String(WallClock.milliseconds + Int64((limits.streamTime * 2).milliseconds)) }

    /// Streams last as long as somebody writes them, however seldom.
    private func renew() {
        let now = ContinuousClock.now
        for (stream, entry) in streams.withLock({ $0.all }) where now - entry.since > limits.streamTime / 4 {
            let index = keys.key("xs", stream.session)
            connection.send(RedisCommand("PEXPIRE", key(of: stream), limits.streamTime)) { [weak self] result in
                // Its session was removed by somebody.
                if case .success(.integer(0)) = result { self?.streams.withLock { $0.forget(stream, since: entry.since) } }
            }
            connection.send(RedisCommand("ZADD", index, "XX", expiry, String(stream.number)))
            connection.send(RedisCommand("PEXPIRE", index, limits.streamTime * 2))
        }
    }

    // MARK: - Letters

    func send(_ letter: InstanceLetter, to instance: InstanceID?) async throws(SessionStoreError) {
        let result = await withCheckedContinuation { continuation in
            mailbox.post(letter, to: instance) { continuation.resume(returning: $0) }
        }
        try result.get()
    }

    func tell(_ letter: InstanceLetter, to instance: InstanceID?) {
        mailbox.post(letter, to: instance, nil)
    }

    func isAlive(_ instance: InstanceID) async throws(SessionStoreError) -> Bool {
        try await ask(RedisCommand("EXISTS", keys.key("alive", instance.text))).integer == 1
    }

    func begin(_ receive: @escaping @Sendable (InstanceNews) -> Void) {
        mailbox.open(receive)
        connection.every(limits.streamTime / 3, named: lease) { [weak self] in self?.renew() }
        let observer = client.observe { [weak self] in self?.returned($0) }
        returns.withLock { $0 = observer }
    }

    func end() async {
        connection.stopBeat(lease)
        if let observer = returns.withLock({ $0.take() }) { client.stopObserving(observer) }
        await mailbox.close()
    }

    /// What was appended meanwhile is lost: whoever reads a stream has to see that.
    private func returned(_ news: RedisReturn) {
        streams.withLock { streams in
            for (stream, entry) in streams.all { write(entry.last, of: stream, entry.description) }
        }
        mailbox.returned(news)
    }

    private func ask(_ command: RedisCommand) async throws(SessionStoreError) -> RedisReply {
        do throws(RedisError) {
            return try await connection.command(command)
        } catch {
            throw SessionStoreError(error)
        }
    }
}

extension SessionStoreError {
    init(_ error: RedisError) { self.init(.unavailable, error.message) }
}

extension RedisScript {
    /// The record, the index of its streams, and what the keys of these begin with.
    static let removeSession = RedisScript(
        """
        for _, stream in ipairs(redis.call('ZRANGE', KEYS[2], 0, -1)) do redis.call('DEL', KEYS[3] .. ':' .. stream) end
        redis.call('DEL', KEYS[2])
        return redis.call('DEL', KEYS[1])
        """)
}
