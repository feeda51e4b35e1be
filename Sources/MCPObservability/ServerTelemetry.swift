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
    private let tracer: (any Tracer)?
    /// The same, where it is ours: without the detour over what all tracers have in common.
    private let own: OTLPTracer?
    /// For tracers that are not ours, and keep their spans in contexts of their own.
    public let surroundsRequests: Bool
    /// What has ended, and is to be counted, logged and exported.
    private let records: RecordQueue<ServedRequest>

    public init(metrics registry: PrometheusRegistry? = nil, accessLog: AccessLog? = nil, tracer: (any Tracer)? = nil) {
        let metrics = registry.map { ServerMetrics($0) }
        let own = tracer as? OTLPTracer
        let reporter = RequestReporter(metrics, accessLog, own?.exporter)
        self.metrics = metrics
        self.tracer = tracer
        self.own = own
        surroundsRequests = tracer != nil && own == nil
        records = RecordQueue { reporter.report($0) }
        registry?.attach(records)
        accessLog?.attach(records)
        own?.exporter.attach(records)
    }

    public func requestBegan(_ request: ObservedRequest) -> RequestMark {
        metrics?.active.up()
        let transport = ServiceContext.current?.traceContext
        let caller = request.context.meta.traceContext
        if let own {
            let above = caller ?? transport
            let origin = above.map { SpanOrigin($0, link: transport == $0 ? nil : transport) }
            return RequestMark(trace: own.begin(below: above), object: origin)
        }
        guard let tracer else { return RequestMark(trace: caller ?? transport) }
        let span = Self.span(of: request, tracer)
        return RequestMark(trace: span.context.traceContext ?? caller ?? transport, object: ForeignSpan(span))
    }

    public func requestEnded(_ request: ObservedRequest, _ mark: RequestMark, _ outcome: RequestOutcome, bytes: Int) {
        metrics?.active.down()
        if surroundsRequests, let foreign = mark.object as? ForeignSpan {
            foreign.end(ServerOperation(RequestRecord(request, mark, outcome, bytes: bytes)))
        }
        records.append { ServedRequest(RequestRecord(request, mark, outcome, bytes: bytes), mark) }
    }

    public func serve(_ request: ObservedRequest, _ mark: RequestMark, _ operation: () async -> Void) async {
        guard let foreign = mark.object as? ForeignSpan else { return await operation() }
        var context = foreign.span.context
        context.call = ServiceContext.current?.call
        await ServiceContext.$current.withValue(context) { await operation() }
    }

    public func messageRefused(_ error: MCPError, from peer: Peer) {
        metrics?.refused(error.code).increment()
    }

    public func sessionOpened(_ revision: ProtocolRevision, _ client: ClientDescription) -> (@Sendable () -> Void)? {
        guard let metrics else { return nil }
        let begin = MonotonicClock.nanoseconds
        return { metrics.sessionEnded(revision, nanoseconds: MonotonicClock.nanoseconds - begin) }
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
}

/// A request's span, of a tracer that is not ours.
private final class ForeignSpan: Sendable {
    let span: any Span

    init(_ span: any Span) {
        self.span = span
    }

    func end(_ operation: ServerOperation) {
        span.operationName = operation.name
        span.updateAttributes { attributes in
            operation.forEachAttribute { name, value in attributes["\(name)"] = value }
        }
        if operation.isError { span.setStatus(SpanStatus(code: .error)) }
        span.end()
    }
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
