public import MCPCore
public import MCPLogging
public import Tracing

/// Watches a server's requests: metrics, a line of the access log and a span for each, as far as they are wanted.
///
/// ```swift
/// let registry = PrometheusRegistry()
/// var options = ServerOptions()
/// options.observer = ServerTelemetry(metrics: registry, accessLog: AccessLog(format: .json))
/// ```
///
/// What a request says is in none of them. The parent of a span is the context in the request's `_meta`, as the MCP conventions have it; that
/// of its transport, where both are there, is linked.
public final class ServerTelemetry: ServerObserver {
    private let metrics: ServerMetrics?
    private let accessLog: AccessLog?
    private let tracer: (any Tracer)?
    /// The same, where it is ours: without the detour over what all tracers have in common.
    private let own: OTLPTracer?

    public init(metrics registry: PrometheusRegistry? = nil, accessLog: AccessLog? = nil, tracer: (any Tracer)? = nil) {
        metrics = registry.map { ServerMetrics($0) }
        self.accessLog = accessLog
        self.tracer = tracer
        own = tracer as? OTLPTracer
    }

    public func requestBegan(_ request: ObservedRequest) -> (any RequestObservation)? {
        metrics?.active.up()
        if own == nil, let tracer { return SpanObservation(request, self, Self.span(of: request, tracer)) }
        return Observation(request, self)
    }

    public func messageRefused(_ error: MCPError, from peer: Peer) {
        metrics?.refused(error.code).increment()
    }

    public func sessionOpened(_ revision: ProtocolRevision, _ client: ClientDescription) -> (@Sendable () -> Void)? {
        guard let metrics else { return nil }
        let begin = MonotonicClock.nanoseconds
        return { metrics.sessionEnded(revision, nanoseconds: MonotonicClock.nanoseconds - begin) }
    }

    private func ended(
        _ request: ObservedRequest, _ outcome: RequestOutcome, nanoseconds: Int64, bytes: Int, trace: @autoclosure () -> TraceContext?
    ) {
        if let metrics {
            metrics.active.down()
            metrics.record(request, outcome, nanoseconds: nanoseconds, bytes)
        }
        if let accessLog {
            accessLog.write(AccessLog.Entry(request, outcome, nanoseconds: nanoseconds, bytes: bytes, trace: trace()))
        }
    }

    private static func span(of request: ObservedRequest, _ tracer: any Tracer) -> any Span {
        let ambient = ServiceContext.current
        var context = ambient ?? .topLevel
        if let meta = request.context.meta.raw { tracer.extract(meta, into: &context, using: MetaFields()) }
        let name = request.tool.map { "tools/call \($0.definition.name)" } ?? request.method
        let parent = context
        let span = tracer.startSpan(name, context: parent, ofKind: .server) as any Span
        if let ambient, let transport = ambient.traceContext, transport != context.traceContext {
            span.addLink(SpanLink(context: ambient, attributes: [:]))
        }
        return span
    }

    /// A request, and its place in a trace where our tracer is at work. There is no other object for its span: it is made when it ends.
    private final class Observation: RequestObservation, LoggedRequest, TracePlace {
        let request: ObservedRequest
        /// All zero where nothing is traced.
        let position: TraceContext
        private let telemetry: ServerTelemetry
        private let parent: SpanID?
        /// Of the transport, where that is another.
        private let link: TraceContext?
        private let begin = MonotonicClock.nanoseconds
        /// Since 1970; nil where nothing is recorded.
        private let start: Int64?

        init(_ request: ObservedRequest, _ telemetry: ServerTelemetry) {
            self.request = request
            self.telemetry = telemetry
            guard let tracer = telemetry.own else {
                (position, parent, link, start) = (.none, nil, nil, nil)
                return
            }
            let transport = ServiceContext.current?.traceContext
            let above = request.context.meta.traceContext ?? transport
            let (position, isRecorded) = tracer.begin(below: above)
            self.position = position
            parent = above?.parent
            link = transport == above ? nil : transport
            start = isRecorded ? WallClock.nanoseconds : nil
        }

        func start(_ operation: () -> Task<Void, Never>) -> Task<Void, Never> {
            guard telemetry.own != nil else { return CurrentRequest.$value.withValue(self) { operation() } }
            return ServiceContext.$current.withValue((ServiceContext.current ?? .topLevel).at(self)) {
                CurrentRequest.$value.withValue(self) { operation() }
            }
        }

        func ended(_ outcome: RequestOutcome, bytes: Int) {
            let nanoseconds = MonotonicClock.nanoseconds - begin
            telemetry.ended(request, outcome, nanoseconds: nanoseconds, bytes: bytes, trace: trace)
            guard let start, let exporter = telemetry.own?.exporter else { return }
            exporter.take(
                FinishedSpan(
                    position, parent: parent, kind: .server, start: UInt64(max(0, start)), end: UInt64(max(0, start + nanoseconds)),
                    .served(ServerOperation(request, outcome), link: link)))
        }

        var trace: TraceContext? {
            if telemetry.own != nil { return position }
            return request.context.meta.traceContext ?? ServiceContext.current?.traceContext
        }
    }

    /// A request with a span of a tracer that is not ours.
    private final class SpanObservation: RequestObservation, LoggedRequest {
        let request: ObservedRequest
        private let telemetry: ServerTelemetry
        private let span: any Span
        private let begin = MonotonicClock.nanoseconds

        init(_ request: ObservedRequest, _ telemetry: ServerTelemetry, _ span: any Span) {
            self.request = request
            self.telemetry = telemetry
            self.span = span
        }

        func start(_ operation: () -> Task<Void, Never>) -> Task<Void, Never> {
            ServiceContext.$current.withValue(span.context) { CurrentRequest.$value.withValue(self) { operation() } }
        }

        func ended(_ outcome: RequestOutcome, bytes: Int) {
            telemetry.ended(request, outcome, nanoseconds: MonotonicClock.nanoseconds - begin, bytes: bytes, trace: trace)
            let operation = ServerOperation(request, outcome)
            span.operationName = operation.name
            span.updateAttributes { attributes in
                for attribute in operation.attributes { attributes["\(attribute.name)"] = attribute.value }
            }
            if operation.isError { span.setStatus(SpanStatus(code: .error)) }
            span.end()
        }

        var trace: TraceContext? { span.context.traceContext ?? request.context.meta.traceContext ?? ServiceContext.current?.traceContext }
    }
}

extension TraceContext {
    fileprivate static let none = TraceContext(trace: TraceID(high: 0, low: 0), parent: SpanID(0), isSampled: false)
}

/// Reads a trace's context out of `_meta`, whose names for it are reserved (specification 2026-07-28).
private struct MetaFields: Extractor {
    func extract(key: String, from meta: JSONSlice) -> String? {
        switch key {
        case "traceparent": meta.member("traceparent")?.string
        case "tracestate": meta.member("tracestate")?.string
        case "baggage": meta.member("baggage")?.string
        default: nil
        }
    }
}
