internal import Logging
internal import MCPCore
internal import Synchronization

/// Letters among the instances of a server, and whether they live.
final class RedisMailbox: Sendable {
    private struct State {
        var isOpen = false
        var readings: [Int] = []
        /// The last letter to all that was taken, or was there when this instance began; nil until that is known.
        var heard: EventPosition?
    }

    private let client: RedisClient
    private let keys: RedisPrefix
    private let limits: SessionStoreLimits
    private let instance: InstanceID
    private let beat: Int
    private let news = NewsQueue()
    private let state = Mutex(State())

    init(_ client: RedisClient, _ keys: RedisPrefix, _ limits: SessionStoreLimits, _ instance: InstanceID) {
        self.client = client
        self.keys = keys
        self.limits = limits
        self.instance = instance
        beat = client.newName()
    }

    private var connection: RedisConnection { client.connection }

    // MARK: - Sending

    /// - Parameter complete: nil where nobody wants to know.
    func post(
        _ letter: InstanceLetter, to receiver: InstanceID?, _ complete: (@Sendable (Result<Void, SessionStoreError>) -> Void)?
    ) {
        let place = LetterPlace(key: receiver.map { keys.key("inbox", $0.text) } ?? keys.key("bus"), writer: instance.text)
        let fields: [any RedisArgument] = ["f", instance.text] + client.seal.seal(letter.fields, at: place)
        guard let receiver else {
            var command = RedisCommand("XADD", place.key, "MAXLEN", "~", limits.letters, "*")
            command.append(contentsOf: fields)
            connection.send(command, Self.telling(complete))
            return connection.send(RedisCommand("PEXPIRE", place.key, time))
        }
        let arguments: [any RedisArgument] = [limits.letters, time] + fields
        connection.run(.postLetter, keys: [keys.key("alive", receiver.text), place.key], arguments, Self.telling(complete))
    }

    /// How long letters are kept that nobody reads: an instance that comes back after more is not among the living any more.
    private var time: Duration { max(limits.silence * 4, .seconds(60)) }

    private static func telling(
        _ complete: (@Sendable (Result<Void, SessionStoreError>) -> Void)?
    ) -> (@Sendable (Result<RedisReply, RedisError>) -> Void)? {
        guard let complete else { return nil }
        return { complete(outcome($0)) }
    }

    private static func outcome(_ result: Result<RedisReply, RedisError>) -> Result<Void, SessionStoreError> {
        switch result {
        case .failure(let error), .success(.error(let error)): .failure(SessionStoreError(error))
        case .success(.integer(0)): .failure(SessionStoreError(.gone, "The instance is gone"))
        case .success(.integer(2)): .failure(SessionStoreError(.full, "Too many letters wait for the instance"))
        case .success: .success(())
        }
    }

    // MARK: - Receiving

    func open(_ receive: @escaping @Sendable (InstanceNews) -> Void) {
        state.withLock { $0.isOpen = true }
        news.begin(receive)
        // In this order: whoever finds this instance alive can reach it.
        findBus()
        live()
        connection.every(limits.silence / 3, named: beat) { [weak self] in self?.live() }
        let inbox = keys.key("inbox", instance.text)
        listen(InboxFollower(key: inbox) { [weak self] in self?.take($0, from: inbox, own: true) })
    }

    func close() async {
        connection.stopBeat(beat)
        news.end()
        let readings = state.withLock { state in
            defer { state = State() }
            return state.readings
        }
        for reading in readings { client.reader.remove(reading) }
        await withCheckedContinuation { continuation in
            let command = RedisCommand("DEL", keys.key("alive", instance.text), keys.key("inbox", instance.text))
            // Where Redis is away the key ends by itself.
            connection.send(command) { _ in continuation.resume() }
        }
    }

    func returned(_ news: RedisReturn) {
        guard state.withLock({ $0.isOpen }) else { return }
        live()
        if state.withLock({ $0.heard == nil }) { findBus() }
        self.news.tell([.returned(mayHaveLost: !news.isSame)])
    }

    private func live() {
        connection.send(RedisCommand("SET", keys.key("alive", instance.text), "1", "PX", limits.silence))
    }

    /// Letters to all are read from where they stand now.
    private func findBus() {
        connection.send(RedisCommand("XREVRANGE", keys.key("bus"), "+", "-", "COUNT", 1)) { [weak self] result in
            guard let self, case .success(let reply) = result else { return }
            let isNew = state.withLock { state in
                defer { state.heard = state.heard ?? RedisEntry.list(reply).first?.id ?? EventPosition(0) }
                return state.isOpen && state.heard == nil
            }
            if isNew { listen(BusFollower(mailbox: self, key: keys.key("bus"))) }
        }
    }

    private func listen(_ follower: any RedisFollower) {
        let number = client.reader.add(follower)
        let isOpen = state.withLock { state in
            if state.isOpen { state.readings.append(number) }
            return state.isOpen
        }
        if !isOpen { client.reader.remove(number) }
    }

    fileprivate func take(_ entries: [RedisEntry], from key: String, own isWanted: Bool) {
        let letters = entries.compactMap { entry -> InstanceNews? in
            guard let from = entry.text("f"), isWanted || from != instance.text else { return nil }
            guard let opened = client.seal.open(entry, at: LetterPlace(key: key, writer: from)) else { return nil }
            guard let letter = InstanceLetter(opened) else {
                client.logger.warning("a letter in redis cannot be read: another version wrote it", metadata: ["from": "\(from)"])
                return nil
            }
            return .letter(letter, from: InstanceID(from))
        }
        news.tell(letters)
    }

    fileprivate func noteHeard(_ position: EventPosition) { state.withLock { $0.heard = position } }
    fileprivate var heard: EventPosition { state.withLock { $0.heard } ?? EventPosition(0) }
}

/// Reads the letters to all.
private final class BusFollower: RedisFollower {
    let key: String
    private weak let mailbox: RedisMailbox?

    init(mailbox: RedisMailbox, key: String) {
        self.mailbox = mailbox
        self.key = key
    }

    func inquiry() -> RedisCommand { RedisCommand("XREVRANGE", key, "+", "-", "COUNT", 1) }
    func begin(_ answer: RedisReply) -> EventPosition? { RedisEntry.place(behind: mailbox?.heard ?? EventPosition(0), answer) }

    func take(_ entries: [RedisEntry]) {
        if let last = entries.last { mailbox?.noteHeard(last.id) }
        mailbox?.take(entries, from: key, own: false)
    }
}

extension RedisScript {
    /// Whether the receiver is alive, its inbox; how many may wait, how long letters are kept, and the letter.
    /// - Returns: 0 for a receiver that is gone, 2 for one that does not read.
    static let postLetter = RedisScript(
        """
        if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
        if redis.call('XLEN', KEYS[2]) >= tonumber(ARGV[1]) then return 2 end
        redis.call('XADD', KEYS[2], '*', unpack(ARGV, 3))
        redis.call('PEXPIRE', KEYS[2], ARGV[2])
        return 1
        """)
}
