/// What an observer wants to know of a request when it has ended. It lies where the request does, so that most observers need no object for it.
public struct RequestMark: Sendable {
    /// When the request began, in nanoseconds of the monotonic clock.
    package let begin = MonotonicClock.nanoseconds
    // The parts of a context, without what would have to be retained. All zero where there is none.
    private let traceHigh: UInt64
    private let traceLow: UInt64
    private let span: UInt64
    private let isSampled: Bool
    /// Whatever else there is.
    public let object: (any AnyObject & Sendable)?

    /// Made when the request begins.
    /// - Parameter trace: where in which trace it is, for what is logged while it is served. Its `tracestate` is not kept.
    public init(trace: TraceContext? = nil, object: (any AnyObject & Sendable)? = nil) {
        traceHigh = trace?.trace.high ?? 0
        traceLow = trace?.trace.low ?? 0
        span = trace?.parent.value ?? 0
        isSampled = trace?.isSampled ?? false
        self.object = object
    }

    /// Where in which trace the request is, without `tracestate`.
    public var trace: TraceContext? {
        guard span != 0 else { return nil }
        return TraceContext(trace: TraceID(high: traceHigh, low: traceLow), parent: SpanID(span), isSampled: isSampled)
    }

    /// Since the request began.
    public var duration: Duration { .nanoseconds(nanoseconds) }
    package var nanoseconds: Int64 { MonotonicClock.nanoseconds - begin }
}
