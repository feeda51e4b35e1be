internal import MCPCore
internal import Synchronization

/// Reads what is for one reader alone, who takes it out.
final class InboxFollower: RedisFollower {
    let key: String
    private let receive: @Sendable ([RedisEntry]) -> Void
    private let taken = Mutex(EventPosition(0))

    init(key: String, _ receive: @escaping @Sendable ([RedisEntry]) -> Void) {
        self.key = key
        self.receive = receive
    }

    func inquiry() -> RedisCommand { RedisCommand("XREVRANGE", key, "+", "-", "COUNT", 1) }
    func begin(_ answer: RedisReply) -> EventPosition? { RedisEntry.place(behind: taken.withLock { $0 }, answer) }

    func take(_ entries: [RedisEntry]) {
        if let last = entries.last { taken.withLock { $0 = last.id } }
        receive(entries)
    }

    func afterwards(_ last: EventPosition) -> RedisCommand? {
        RedisCommand("XTRIM", key, "MINID", "=", EventPosition(last.major, last.minor + 1).text)
    }
}

extension RedisEntry {
    /// Where to read on behind a position, given the last entry there is: what comes before the position was taken, unless the stream is
    /// another one than before.
    static func place(behind position: EventPosition, _ answer: RedisReply) -> EventPosition? {
        guard case .array = answer else { return nil }
        guard let last = RedisEntry.list(answer).first?.id, last >= position else { return EventPosition(0) }
        return position
    }
}
