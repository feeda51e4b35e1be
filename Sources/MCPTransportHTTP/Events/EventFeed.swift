internal import MCPCore
internal import Synchronization

/// The way of one subscription's events to its event stream.
final class EventFeed: EventSink {
    /// One event, as all streams have it that are not batched.
    private static let form = EventForm { event, json in
        SSEEvent(event.draft.type.rawValue, id: event.position.text, data: json.bytes).bytes
    }

    private let isBatched: Bool
    private let stream = Mutex<EventStream?>(nil)

    init(isBatched: Bool) {
        self.isBatched = isBatched
    }

    /// Called once, before the subscription begins.
    func open(_ stream: EventStream) {
        self.stream.withLock { $0 = stream }
    }

    func take(_ events: [ServerEvent]) -> EventUptake {
        guard let stream = stream.withLock({ $0 }) else { return .gone }
        guard !isBatched else { return Self.uptake(stream.push(Self.batch(events))) }
        var uptake = EventUptake.taken
        for event in events where uptake != .gone { uptake = Self.uptake(stream.push(event.bytes(as: Self.form))) }
        return uptake
    }

    func gap(after position: EventPosition, oldest: EventPosition?) {
        let data = RawJSON { writer in
            writer.beginObject()
            writer.key("after")
            writer.string(position.text)
            if let oldest {
                writer.key("oldest")
                writer.string(oldest.text)
            }
            writer.endObject()
        }
        stream.withLock { $0 }?.send(SSEEvent("gap", data: data.bytes))
    }

    func drained() async {
        await stream.withLock { $0 }?.drained()
    }

    func ended(_ end: EventSubscription.End) {
        guard let stream = stream.withLock({ $0.take() }) else { return }
        switch end {
        case .cancelled: break
        case .gone: stream.disconnected()
        case .overflow: stream.settle(.slow)
        case .interrupted, .closed: stream.sendAway(retry: Self.retry())
        }
    }

    /// Keeps an idle stream open, and has the reader know how far it is: one whose filter lets little through would else come back with
    /// the position of an event that is long forgotten.
    func keepAlive(_ stream: EventStream, _ subscription: EventSubscription) -> EventStream.Push {
        var push: EventStream.Push?
        subscription.whileIdle { position in
            push = position.map { stream.push(Array(": keep-alive\n".utf8) + Self.mark($0)) }
        }
        return push ?? stream.push(SSEEvent.keepAlive)
    }

    /// No event, and still the place to come back to: readers take the id of a block that has no data (WHATWG HTML, server-sent events).
    static func mark(_ position: EventPosition) -> [UInt8] { Array("id: \(position.text)\n\n".utf8) }

    /// Not all at once: those who lose their streams together come back one after the other.
    static func retry() -> Int { Int.random(in: 1_000...3_000) }

    private static func batch(_ events: [ServerEvent]) -> [UInt8] {
        let data = RawJSON { writer in
            writer.beginObject()
            writer.key("events")
            writer.beginArray()
            for event in events { writer.raw(event.json) }
            writer.endArray()
            writer.endObject()
        }
        return SSEEvent("batch", id: events.last?.position.text, data: data.bytes).bytes
    }

    private static func uptake(_ push: EventStream.Push) -> EventUptake {
        switch push {
        case .taken: .taken
        case .slow: .full
        case .gone: .gone
        }
    }
}
