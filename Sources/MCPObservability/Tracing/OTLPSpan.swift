internal import MCPCore
internal import Synchronization
public import Tracing

/// A span of ``OTLPTracer``. Safe to use from any thread; what comes after its end is left out.
public final class OTLPSpan: Span, TracePlace {
    private struct State {
        var record: SpanRecord
        var isEnded = false
    }

    /// What one span may hold; more is left out.
    private static let most = 32

    let position: TraceContext
    private let surroundings: ServiceContext
    private let parent: SpanID?
    private let kind: SpanKind
    private let start: UInt64
    /// Nil for a span that records nothing.
    private let exporter: (any SpanSink)?
    private let state: Mutex<State>

    init(
        _ surroundings: ServiceContext, _ position: TraceContext, _ name: String, parent: SpanID? = nil, kind: SpanKind = .internal,
        start: UInt64 = 0, exporter: (any SpanSink)? = nil
    ) {
        self.surroundings = surroundings
        self.position = position
        self.parent = parent
        self.kind = kind
        self.start = start
        self.exporter = exporter
        state = Mutex(State(record: SpanRecord(name: name)))
    }

    public var context: ServiceContext { surroundings.at(self) }

    public var isRecording: Bool { exporter != nil }

    public var operationName: String {
        get { state.withLock { $0.record.name } }
        set { state.withLock { $0.record.name = newValue } }
    }

    public var attributes: SpanAttributes {
        get { state.withLock { $0.record.attributes } }
        set { change { $0.attributes = newValue } }
    }

    public func setStatus(_ status: SpanStatus) {
        change { $0.status = status }
    }

    public func addEvent(_ event: SpanEvent) {
        change { record in if record.events.count < Self.most { record.events.append(event) } }
    }

    /// Tells of which type the error is, and not what it says: texts of errors may hold what people wrote.
    public func recordError<Instant: TracerInstant>(_ error: any Error, attributes: SpanAttributes, at instant: @autoclosure () -> Instant)
    {
        guard isRecording else { return }
        var attributes = attributes
        attributes["exception.type"] = String(reflecting: type(of: error))
        addEvent(SpanEvent(name: "exception", at: instant(), attributes: attributes))
    }

    public func addLink(_ link: SpanLink) {
        change { record in if record.links.count < Self.most { record.links.append(link) } }
    }

    public func end<Instant: TracerInstant>(at instant: @autoclosure () -> Instant) {
        guard let exporter else { return }
        let end = instant().nanosecondsSinceEpoch
        let record = state.withLock { state -> SpanRecord? in
            guard !state.isEnded else { return nil }
            state.isEnded = true
            return state.record
        }
        if let record { exporter.take(FinishedSpan(position, parent: parent, kind: kind, start: start, end: end, .other(record))) }
    }

    private func change(_ body: (inout SpanRecord) -> Void) {
        if isRecording { state.withLock { body(&$0.record) } }
    }
}
