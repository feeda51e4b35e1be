internal import MCPCore
internal import MCPLogging
internal import Tracing

/// A span that has ended.
final class FinishedSpan: Sendable {
    let position: TraceContext
    let parent: SpanID?
    let kind: SpanKind
    /// Nanoseconds since 1970.
    let start: UInt64
    let end: UInt64
    let content: Content

    enum Content: Sendable {
        /// A served request, and the transport's own place in a trace where that is another.
        case served(ServerOperation, link: TraceContext?)
        case other(SpanRecord)
    }

    init(_ position: TraceContext, parent: SpanID?, kind: SpanKind, start: UInt64, end: UInt64, _ content: Content) {
        self.position = position
        self.parent = parent
        self.kind = kind
        self.start = start
        self.end = max(start, end)
        self.content = content
    }
}

/// What was said of a span.
struct SpanRecord: Sendable {
    var name: String
    var attributes: SpanAttributes = [:]
    var events: [SpanEvent] = []
    var links: [SpanLink] = []
    var status: SpanStatus?
}

/// Takes spans that have ended.
protocol SpanSink: Sendable {
    /// Whether there is room for one more. What finds none is counted as dropped.
    func admits() -> Bool
    func take(_ span: FinishedSpan)
    /// Has somebody hand in the spans that he keeps back, at the end. He is not held.
    func attach(_ source: any RecordSource)
}
