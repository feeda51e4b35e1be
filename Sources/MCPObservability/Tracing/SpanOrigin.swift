internal import MCPCore

/// What a served request has that did not begin its trace.
final class SpanOrigin: Sendable {
    /// The caller's span.
    let parent: SpanID
    /// The transport's own place in a trace, where that is another.
    let link: TraceContext?
    /// `tracestate`.
    let state: String?

    init(_ above: TraceContext, link: TraceContext?) {
        parent = above.parent
        state = above.state
        self.link = link
    }
}
