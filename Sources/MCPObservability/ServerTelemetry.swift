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

    public init(metrics registry: PrometheusRegistry? = nil, accessLog: AccessLog? = nil, tracer: (any Tracer)? = nil) {
        metrics = registry.map { ServerMetrics($0) }
        self.accessLog = accessLog
        self.tracer = tracer
    }

    public func requestBegan(_ request: ObservedRequest) -> (any RequestObservation)? {
        metrics?.active.increment(by: 1)
        return Observation(request, self, tracer.map { Self.span(of: request, $0) })
    }

    public func messageRefused(_ error: MCPError, from peer: Peer) {
        metrics?.refused(error.code).increment()
    }

    public func sessionOpened(_ revision: ProtocolRevision, _ client: ClientDescription) -> (@Sendable () -> Void)? {
        guard let metrics else { return nil }
        let begin = ContinuousClock.now
        return { metrics.sessionEnded(revision, after: begin.duration(to: .now)) }
    }

    private static func span(of request: ObservedRequest, _ tracer: any Tracer) -> any Span {
        let ambient = ServiceContext.current
        var context = ambient ?? .topLevel
        if let meta = request.context.meta.raw { tracer.extract(meta, into: &context, using: MetaFields()) }
        let name = request.tool.map { "tools/call \($0.definition.name)" } ?? request.invocation.method
        let parent = context
        let span = tracer.startSpan(name, context: parent, ofKind: .server) as any Span
        if let ambient, let transport = ambient.traceContext, transport != context.traceContext {
            span.addLink(SpanLink(context: ambient, attributes: [:]))
        }
        return span
    }

    private final class Observation: RequestObservation {
        private let request: ObservedRequest
        private let telemetry: ServerTelemetry
        private let span: (any Span)?
        private let begin = ContinuousClock.now

        init(_ request: ObservedRequest, _ telemetry: ServerTelemetry, _ span: (any Span)?) {
            self.request = request
            self.telemetry = telemetry
            self.span = span
        }

        func start(_ operation: () -> Task<Void, Never>) -> Task<Void, Never> {
            guard let span else { return operation() }
            return ServiceContext.$current.withValue(span.context) { operation() }
        }

        func ended(_ outcome: RequestOutcome, bytes: Int) {
            let duration = begin.duration(to: .now)
            if let metrics = telemetry.metrics {
                metrics.active.decrement(by: 1)
                metrics.record(request, outcome, duration, bytes)
            }
            if let log = telemetry.accessLog {
                let trace = span?.context.traceContext ?? request.context.meta.traceContext ?? ServiceContext.current?.traceContext
                log.write(AccessLog.Entry(request, outcome, duration: duration, bytes: bytes, trace: trace))
            }
            if let span { end(span, outcome) }
        }

        private func end(_ span: any Span, _ outcome: RequestOutcome) {
            if span.isRecording {
                let operation = ServerOperation(request, outcome)
                if let own = span as? OTLPSpan {
                    own.describe(operation)
                } else {
                    span.updateAttributes { attributes in
                        for attribute in operation.attributes { attributes[attribute.name] = attribute.value }
                    }
                    if operation.isError { span.setStatus(SpanStatus(code: .error)) }
                }
            }
            span.end()
        }
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
