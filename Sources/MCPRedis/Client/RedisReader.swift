internal import Logging
internal import MCPCore
internal import Synchronization

/// An entry of a Redis stream.
struct RedisEntry: Sendable {
    let id: EventPosition
    let fields: [(name: String, value: [UInt8])]

    subscript(name: String) -> [UInt8]? { fields.first { $0.name == name }?.value }
    func text(_ name: String) -> String? { self[name].map { String(decoding: $0, as: UTF8.self) } }

    /// - Returns: nil for what is no entry.
    init?(_ reply: RedisReply) {
        guard let parts = reply.array, parts.count == 2, let id = parts[0].text.flatMap({ EventPosition($0) }), let flat = parts[1].array
        else { return nil }
        self.id = id
        fields = stride(from: 0, to: flat.count - 1, by: 2).map { (flat[$0].text ?? "", flat[$0 + 1].bytes ?? []) }
    }

    /// - Parameter arguments: names, each with its value behind it.
    init(id: EventPosition, arguments: [[UInt8]]) {
        self.id = id
        fields = stride(from: 0, to: arguments.count - 1, by: 2).map { (String(decoding: arguments[$0], as: UTF8.self), arguments[$0 + 1]) }
    }

    static func list(_ reply: RedisReply) -> [RedisEntry] { (reply.array ?? []).compactMap { RedisEntry($0) } }
}

/// Somebody who reads a stream as it grows. All is called by the reader's thread alone, one call at a time, and must not block.
protocol RedisFollower: Sendable {
    var key: String { get }
    /// What to ask, each time there is a new connection, to find out where to read on.
    func inquiry() -> RedisCommand
    /// - Parameter answer: to the inquiry.
    /// - Returns: the position behind which to read; nil to be asked again.
    func begin(_ answer: RedisReply) -> EventPosition?
    func take(_ entries: [RedisEntry])
    /// What to send when entries have been taken.
    func afterwards(_ last: EventPosition) -> RedisCommand?
}

extension RedisFollower {
    func afterwards(_ last: EventPosition) -> RedisCommand? { nil }
}

/// Reads many streams over one connection, which waits for all of them at once (`XREAD BLOCK`). Positions outlive the connection, so that
/// nothing is missed that Redis still has.
final class RedisReader: Sendable {
    fileprivate struct Reading {
        let follower: any RedisFollower
        /// Nil until it is known.
        var position: EventPosition?
        var isAsking = false
    }

    fileprivate struct State {
        var readings: [Int: Reading] = [:]
        var nextReading = 0
        /// Of the connection's, to be woken by.
        var client: Int64?
        /// Counts what was read, and the connections; a reading that is under way has the current one.
        var round = 0
        var isReading = false
    }

    private static let batch = 256
    private static let longestWait = Duration.seconds(5)

    private let connection: RedisConnection
    /// Others may send here while this one waits.
    private let other: RedisConnection
    private let state = Mutex(State())

    init(_ address: RedisAddress, limits: RedisLimits, logger: Logger, besides other: RedisConnection) throws(RedisError) {
        self.other = other
        let box = ObserverBox()
        connection = try RedisConnection(
            address, limits: limits, greeting: [RedisCommand("CLIENT", "ID")], tally: other.tally, logger: logger
        ) { box.observe($0) }
        box.set { [weak self] in self?.changed($0) }
    }

    func start() throws(RedisError) { try connection.start() }
    func close() { connection.close() }
    func drop() { connection.drop() }

    /// - Returns: a number to stop it by.
    func add(_ follower: any RedisFollower) -> Int {
        let number = state.withLock { state in
            state.nextReading += 1
            state.readings[state.nextReading] = Reading(follower: follower)
            return state.nextReading
        }
        look()
        return number
    }

    func remove(_ number: Int) {
        state.withLock { $0.readings[number] = nil }
    }

    // MARK: - The connection

    private func changed(_ change: RedisConnection.Change) {
        switch change {
        case .lost:
            state.withLock { $0.reset(client: nil) }
        case .connected(_, let answers):
            state.withLock { $0.reset(client: answers.first?.integer) }
            look()
        }
    }

    /// Asks where to begin for those who do not know, reads for those who do, and sees to it that a reading under way is ended that
    /// does not know of all of them.
    private func look() {
        let (asked, round) = state.withLock { state -> ([(Int, any RedisFollower)], Int?) in
            guard state.client != nil else { return ([], nil) }
            let asked = state.readings.filter { $0.value.position == nil && !$0.value.isAsking }.map { ($0.key, $0.value.follower) }
            for (number, _) in asked { state.readings[number]?.isAsking = true }
            return (asked, state.isReading && !asked.isEmpty ? state.round : nil)
        }
        for (number, follower) in asked {
            connection.send(follower.inquiry(), within: Self.longestWait + connection.limits.commandTime) { [weak self] result in
                self?.began(number, result)
            }
        }
        if let round { interrupt(round) } else { read() }
    }

    private func began(_ number: Int, _ result: Result<RedisReply, RedisError>) {
        guard case .success(let reply) = result, let follower = state.withLock({ $0.readings[number]?.follower }) else {
            return state.withLock { $0.readings[number]?.isAsking = false }
        }
        let position = follower.begin(reply)
        let isAgain = state.withLock { state in
            state.readings[number]?.isAsking = false
            state.readings[number]?.position = position
            return position == nil
        }
        if isAgain { connection.logger.warning("redis does not say where a stream stands", metadata: ["stream": "\(follower.key)"]) }
        read()
    }

    /// Ends a reading that waits. It may not have come to Redis yet, so this is tried until there is another, a number of times: where this
    /// connection is stuck, the reading ends by itself when its time is over.
    private func interrupt(_ round: Int, attempt: Int = 0) {
        // The reading may be on its way for as long as this machine is busy; each attempt is a way to Redis and back.
        guard attempt < 20_000 else { return }
        guard let client = state.withLock({ $0.isReading && $0.round == round ? $0.client : nil }) else { return }
        other.send(RedisCommand("CLIENT", "UNBLOCK", String(client))) { [weak self] result in
            if case .success(.integer(0)) = result { self?.interrupt(round, attempt: attempt + 1) }
        }
    }

    private func read() {
        let command = state.withLock { state -> RedisCommand? in
            guard state.client != nil, !state.isReading else { return nil }
            let known = state.readings.values.filter { $0.position != nil }
            // Those who ask would have to wait until this reading ends; the last of them begins it.
            guard !known.isEmpty, !state.readings.values.contains(where: { $0.isAsking }) else { return nil }
            var positions: [String: EventPosition] = [:]
            for reading in known {
                guard let position = reading.position else { continue }
                positions[reading.follower.key] = min(positions[reading.follower.key] ?? position, position)
            }
            state.isReading = true
            state.round += 1
            var command = RedisCommand("XREAD", "COUNT", Self.batch, "BLOCK", Self.longestWait, "STREAMS")
            for key in positions.keys { command.append(key) }
            for position in positions.values { command.append(position.text) }
            return command
        }
        guard let command else { return }
        connection.send(command, within: Self.longestWait + connection.limits.commandTime) { [weak self] in self?.wasRead($0) }
    }

    private func wasRead(_ result: Result<RedisReply, RedisError>) {
        state.withLock { $0.isReading = false }
        guard case .success(let reply) = result else { return }
        if case .error(let error) = reply {
            // As it would be the same again, a new connection has to find out.
            connection.logger.warning("redis refuses to read", metadata: ["reason": "\(error)"])
            return connection.drop()
        }
        for stream in reply.array ?? [] {
            guard let parts = stream.array, parts.count == 2, let key = parts[0].text else { continue }
            take(RedisEntry.list(parts[1]), from: key)
        }
        look()
    }

    private func take(_ entries: [RedisEntry], from key: String) {
        guard let last = entries.last?.id else { return }
        let told = state.withLock { state in
            state.readings.filter { $0.value.follower.key == key }.compactMap { number, reading in
                reading.position.map { (number, reading.follower, $0) }
            }
        }
        for (number, follower, position) in told where position < last {
            follower.take(entries.filter { $0.id > position })
            state.withLock { $0.readings[number]?.position = last }
            if let command = follower.afterwards(last) { connection.send(command) }
        }
    }
}

extension RedisReader.State {
    fileprivate mutating func reset(client: Int64?) {
        self.client = client
        isReading = false
        round += 1
        for number in readings.keys {
            readings[number]?.position = nil
            readings[number]?.isAsking = false
        }
    }
}
