import MCPCore
import MCPTesting
import Synchronization

/// Keeps what a subscription gives, and is as slow as a test wants it.
final class RecordingSink: EventSink {
    struct State: Sendable {
        var batches: [[ServerEvent]] = []
        var gaps: [(after: EventPosition, oldest: EventPosition?)] = []
        var end: EventSubscription.End?
        var isFull = false
        var isGone = false

        var count = 0

        var numbers: [Int] { batches.joined().map(number) }
        var last: Int? { batches.last?.last.map(number) }
    }

    let told = Observed(State())

    var numbers: [Int] { told.state.numbers }
    var isFull: Bool {
        get { told.state.isFull }
        set { told.change { $0.isFull = newValue } }
    }

    func take(_ events: [ServerEvent]) -> EventUptake {
        told.change { state in
            guard !state.isGone else { return .gone }
            state.batches.append(events)
            state.count += events.count
            return state.isFull ? .full : .taken
        }
    }

    func gap(after position: EventPosition, oldest: EventPosition?) {
        told.change { $0.gaps.append((position, oldest)) }
    }

    func drained() async {
        do { try await told.wait { !$0.isFull } } catch { return }
    }

    func ended(_ end: EventSubscription.End) {
        told.change { $0.end = end }
    }
}

func draft(
    _ number: Int, _ type: EventType = .ticketUpdated, key: String? = nil, ticket: String? = nil, resources: [String] = []
) -> EventDraft {
    EventDraft(
        type, source: .mcpTool, key: key, payload: RawJSON(["n": .integer(Int64(number))]),
        attributes: ticket.map { [EventDraft.Attribute("ticket", $0)] } ?? [], resources: resources)
}

func number(_ event: ServerEvent) -> Int {
    (try? JSON(parsing: event.draft.payload.bytes)["n"]?.integer).flatMap { $0 }.map { Int($0) } ?? -1
}

extension EventBroadcaster {
    func watch(
        _ filter: EventFilter = .all, batching: EventBatching? = nil, after position: EventPosition? = nil
    ) -> (sink: RecordingSink, subscription: EventSubscription)? {
        let sink = RecordingSink()
        guard let subscription = subscribe(EventWish(name: "test", filter: filter, batching: batching, after: position), sink: sink)
        else { return nil }
        subscription.start()
        return (sink, subscription)
    }
}

/// A log whose pages come when the test says so, as from another machine.
final class SlowLog: EventLog {
    let memory = MemoryEventLog()
    let gate = Gate()

    func append(_ drafts: [EventDraft]) async throws(EventLogError) -> [EventReceipt] { try await memory.append(drafts) }

    func read(after position: EventPosition?, limit: Int) async throws(EventLogError) -> EventPage {
        let page = try await memory.read(after: position, limit: limit)
        do {
            try await gate.pass()
        } catch {
            throw EventLogError(.unavailable, "cancelled")
        }
        return page
    }

    func follow(_ receive: @escaping @Sendable (EventLogChange) -> Void) -> EventFollowing { memory.follow(receive) }
}

/// A log that tells what a test has it tell.
final class ScriptedLog: EventLog {
    private let receiver = Mutex<(@Sendable (EventLogChange) -> Void)?>(nil)
    let failure: EventLogError?

    init(failure: EventLogError? = nil) { self.failure = failure }

    func append(_ drafts: [EventDraft]) async throws(EventLogError) -> [EventReceipt] {
        if let failure { throw failure }
        return drafts.map { _ in .known }
    }

    func read(after position: EventPosition?, limit: Int) async throws(EventLogError) -> EventPage {
        if let failure { throw failure }
        return EventPage([], isGap: false, oldest: nil)
    }

    func follow(_ receive: @escaping @Sendable (EventLogChange) -> Void) -> EventFollowing {
        receiver.withLock { $0 = receive }
        return EventFollowing { [self] in receiver.withLock { $0 = nil } }
    }

    func tell(_ change: EventLogChange) { receiver.withLock { $0 }?(change) }
}
