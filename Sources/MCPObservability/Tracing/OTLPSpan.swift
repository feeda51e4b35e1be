internal import MCPCore
internal import Synchronization
public import Tracing

/// A span of ``OTLPTracer``. Safe to use from any thread; what comes after its end is left out.
public final class OTLPSpan: Span {
    private struct State {
        var name: String
        var attributes: SpanAttributes = [:]
        var events: [SpanEvent] = []
        var links: [SpanLink] = []
        var status: SpanStatus?
        var operation: ServerOperation?
        var isEnded = false
    }

    /// What one span may hold; more is left out.
    private static let most = 32

    public let context: ServiceContext
    let position: TraceContext
    private let parent: SpanID?
    private let kind: SpanKind
    private let start: UInt64
    /// Nil for a span that records nothing.
    private let exporter: (any SpanSink)?
    private let state: Mutex<State>

    init(
        _ context: ServiceContext, _ position: TraceContext, _ name: String, parent: SpanID? = nil, kind: SpanKind = .internal,
        start: UInt64 = 0, exporter: (any SpanSink)? = nil
    ) {
        self.context = context
        self.position = position
        self.parent = parent
        self.kind = kind
        self.start = start
        self.exporter = exporter
        state = Mutex(State(name: name))
    }

    public var isRecording: Bool { exporter != nil }

    public var operationName: String {
        get { state.withLock { $0.name } }
        set { state.withLock { $0.name = newValue } }
    }

    public var attributes: SpanAttributes {
        get { state.withLock { $0.attributes } }
        set { if isRecording { state.withLock { $0.attributes = newValue } } }
    }

    public func setStatus(_ status: SpanStatus) {
        if isRecording { state.withLock { $0.status = status } }
    }

    public func addEvent(_ event: SpanEvent) {
        guard isRecording else { return }
        state.withLock { state in if state.events.count < Self.most { state.events.append(event) } }
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
        guard isRecording else { return }
        state.withLock { state in if state.links.count < Self.most { state.links.append(link) } }
    }

    public func end<Instant: TracerInstant>(at instant: @autoclosure () -> Instant) {
        guard let exporter else { return }
        let end = instant().nanosecondsSinceEpoch
        let finished = state.withLock { state -> FinishedSpan? in
            guard !state.isEnded else { return nil }
            state.isEnded = true
            return FinishedSpan(
                position: position, parent: parent, name: state.name, kind: kind, start: start, end: max(start, end),
                attributes: state.attributes, events: state.events, links: state.links, status: state.status, operation: state.operation)
        }
        if let finished { exporter.take(finished) }
    }

    /// What a served request was, in place of attributes that are made when the span goes out.
    func describe(_ operation: ServerOperation) {
        state.withLock { $0.operation = operation }
    }
}

/// A span that has ended.
struct FinishedSpan: Sendable {
    let position: TraceContext
    let parent: SpanID?
    let name: String
    let kind: SpanKind
    /// Nanoseconds since 1970.
    let start: UInt64
    let end: UInt64
    let attributes: SpanAttributes
    let events: [SpanEvent]
    let links: [SpanLink]
    let status: SpanStatus?
    let operation: ServerOperation?
}
