internal import Logging
public import MCPCore
internal import Synchronization

extension RedisClient {
    /// The log of events of one server, shared by its instances.
    /// - Parameter prefix: names the server, and the tenant where one process serves several; the same in all instances that share.
    public func eventLog(prefix: String = "default", limits: RedisEventLimits = RedisEventLimits()) -> any EventLog {
        RedisEventLog(self, RedisPrefix(prefix), limits)
    }
}

/// What a log in Redis keeps.
public struct RedisEventLimits: Sendable, Hashable {
    public var events = 10_000
    public var age = Duration.seconds(600)
    /// How long a key is remembered; never shorter than events are kept.
    public var keyTime = Duration.seconds(3_600)
    /// Of one event; a larger one is refused.
    public var eventBytes = 64 << 10

    public init() {}
}

/// Events in a Redis stream, whose ids are their positions.
///
/// Positions only grow, also over a Redis that came back without its data, or with older data, or with another clock: whoever still knows a
/// later position lifts the log behind it. Such a log has lost events, and says so to everybody who comes back with a position from
/// before. If nobody who knows is left when the data is lost, a position from before that lies in the future of the new log is a gap as well.
final class RedisEventLog: EventLog {
    /// Events of one call of Redis.
    private static let batch = 100

    private let client: RedisClient
    private let limits: RedisEventLimits
    fileprivate let stream: String
    private let forgotten: String
    private let keyPrefix: String
    /// The last position that was seen here.
    private let known = Mutex(EventPosition(0))

    init(_ client: RedisClient, _ keys: RedisPrefix, _ limits: RedisEventLimits) {
        self.client = client
        self.limits = limits
        stream = keys.key("e")
        forgotten = keys.key("ef")
        keyPrefix = keys.key("ek", "")
    }

    /// Longer than anything is kept, so that an idle log still knows its last position.
    private var timeToLive: Duration { max(limits.age * 2, .seconds(86_400)) }

    @discardableResult
    func append(_ drafts: [EventDraft]) async throws(EventLogError) -> [EventReceipt] {
        var written: [(key: String, bytes: [UInt8])] = []
        for draft in drafts {
            try draft.check()
            let bytes = draft.kept
            guard bytes.count <= limits.eventBytes else {
                throw EventLogError(.invalid, "An event must not be larger than \(limits.eventBytes) bytes")
            }
            written.append((draft.key ?? "", bytes))
        }
        var receipts: [EventReceipt] = []
        for start in stride(from: 0, to: written.count, by: Self.batch) {
            var arguments: [any RedisArgument] = [
                timeToLive, limits.events, limits.age, max(limits.keyTime, limits.age), keyPrefix,
            ]
            let batch = written[start..<min(start + Self.batch, written.count)]
            for event in batch {
                arguments.append(event.key)
                arguments.append(event.bytes)
            }
            let answer: RedisReply
            do throws(RedisError) {
                answer = try await client.connection.run(.appendEvents, keys: [stream, forgotten], arguments)
            } catch {
                throw EventLogError(error)
            }
            guard let told = answer.array, told.count == batch.count else {
                throw EventLogError(.unavailable, "Redis answered something else")
            }
            receipts += told.map { $0.text.flatMap { EventPosition($0) }.map { .accepted($0) } ?? .known }
        }
        if let last = receipts.last(where: { $0.position != nil })?.position { note(last) }
        return receipts
    }

    func read(after position: EventPosition?, limit: Int) async throws(EventLogError) -> EventPage {
        let (after, most) = (position.map { "(\($0.text)" } ?? "-", max(1, limit))
        let found = try await page(RedisCommand("XRANGE", stream, after, "+", "COUNT", most))
        guard let found else { return EventPage([], isGap: position != nil, oldest: nil) }
        let isKnown = position.map { $0 >= found.forgotten && $0 <= found.last } ?? true
        guard !isKnown else { return EventPage(found.events, isGap: false, oldest: found.oldest) }
        let whole = try await page(RedisCommand("XRANGE", stream, "-", "+", "COUNT", most))
        return EventPage(whole?.events ?? [], isGap: true, oldest: whole?.oldest)
    }

    func follow(_ receive: @escaping @Sendable (EventLogChange) -> Void) -> EventFollowing {
        let number = client.reader.add(EventLogFollower(self, receive))
        return EventFollowing { [reader = client.reader] in reader.remove(number) }
    }

    private struct Page {
        let forgotten: EventPosition
        let last: EventPosition
        let oldest: EventPosition?
        let events: [ServerEvent]
    }

    /// All of one moment.
    /// - Returns: nil where there is no log.
    private func page(_ range: RedisCommand) async throws(EventLogError) -> Page? {
        let replies: [RedisReply]
        do throws(RedisError) {
            replies = try await client.connection.commands([
                RedisCommand("MULTI"), RedisCommand("GET", forgotten), RedisCommand("XINFO", "STREAM", stream),
                RedisCommand("XRANGE", stream, "-", "+", "COUNT", 1), range, RedisCommand("EXEC"),
            ])
        } catch {
            throw EventLogError(error)
        }
        guard let answers = replies.last?.array, answers.count == 4 else {
            throw EventLogError(.unavailable, "Redis answered something else")
        }
        guard
            let forgotten = answers[0].text.flatMap({ EventPosition($0) }), let facts = answers[1].array,
            let place = facts.firstIndex(where: { $0.text == "last-generated-id" }), place + 1 < facts.count,
            let last = facts[place + 1].text.flatMap({ EventPosition($0) })
        else { return nil }
        return Page(
            forgotten: forgotten, last: last, oldest: RedisEntry.list(answers[2]).first?.id, events: events(RedisEntry.list(answers[3])))
    }

    // MARK: - For who follows

    fileprivate func placeCommand() -> RedisCommand {
        let known = known.withLock { $0 }
        let arguments: [any RedisArgument] = [timeToLive, limits.events, limits.age, String(known.major), String(known.minor)]
        return RedisScript.placeOfEvents.command(keys: [stream, forgotten], arguments, isWhole: true)
    }

    fileprivate func note(_ position: EventPosition) {
        known.withLock { $0 = max($0, position) }
    }

    fileprivate func events(_ entries: [RedisEntry]) -> [ServerEvent] {
        entries.compactMap { entry in
            guard let draft = entry["e"].flatMap({ EventDraft(kept: $0) }) else {
                client.logger.warning("an event in redis cannot be read: another version wrote it", metadata: ["position": "\(entry.id)"])
                return nil
            }
            return ServerEvent(draft, at: entry.id)
        }
    }
}

/// Tells somebody of a log.
private final class EventLogFollower: RedisFollower {
    private let log: RedisEventLog
    private let receive: @Sendable (EventLogChange) -> Void
    /// Up to here all was told.
    private let told = Mutex<EventPosition?>(nil)

    init(_ log: RedisEventLog, _ receive: @escaping @Sendable (EventLogChange) -> Void) {
        self.log = log
        self.receive = receive
    }

    var key: String { log.stream }
    func inquiry() -> RedisCommand { log.placeCommand() }

    func begin(_ answer: RedisReply) -> EventPosition? {
        guard
            let places = answer.array, places.count == 2, let last = places[0].text.flatMap({ EventPosition($0) }),
            let forgotten = places[1].text.flatMap({ EventPosition($0) })
        else { return nil }
        log.note(last)
        let (told, isNew) = told.withLock { told in
            // What came while the connection was away is still there: nothing is missed.
            if let told, told >= forgotten, told <= last { return (told, false) }
            told = last
            return (last, true)
        }
        if isNew { receive(.begins(after: told)) }
        return told
    }

    func take(_ entries: [RedisEntry]) {
        guard let last = entries.last?.id else { return }
        told.withLock { $0 = last }
        log.note(last)
        let events = log.events(entries)
        if !events.isEmpty { receive(.appended(events)) }
    }
}

extension EventLogError {
    init(_ error: RedisError) {
        self.init(error.reason == .closed ? .closed : .unavailable, error.message)
    }
}
