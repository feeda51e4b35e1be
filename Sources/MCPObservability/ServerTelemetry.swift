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
        metrics?.active.increment(by: 1)
        if let own { return Observation(request, self, own: Self.span(of: request, own)) }
        return Observation(request, self, other: tracer.map { Self.span(of: request, $0) })
    }

    public func messageRefused(_ error: MCPError, from peer: Peer) {
        metrics?.refused(error.code).increment()
    }

    public func sessionOpened(_ revision: ProtocolRevision, _ client: ClientDescription) -> (@Sendable () -> Void)? {
        guard let metrics else { return nil }
        let begin = ContinuousClock.now
        return { metrics.sessionEnded(revision, after: begin.duration(to: .now)) }
    }

    private static func span(of request: ObservedRequest, _ tracer: OTLPTracer) -> OTLPSpan {
        let ambient = ServiceContext.current
        let transport = ambient?.traceContext
        let parent = request.context.meta.traceContext ?? transport
        let span = tracer.startServerSpan(request.invocation.method, parent, in: ambient ?? .topLevel)
        if let ambient, let transport, transport != parent { span.addLink(SpanLink(context: ambient, attributes: [:])) }
        return span
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
        private let own: OTLPSpan?
        /// Of another tracer.
        private let other: (any Span)?
        private let begin = ContinuousClock.now

        init(_ request: ObservedRequest, _ telemetry: ServerTelemetry, own: OTLPSpan? = nil, other: (any Span)? = nil) {
            self.request = request
            self.telemetry = telemetry
            self.own = own
            self.other = other
        }

        func start(_ operation: () -> Task<Void, Never>) -> Task<Void, Never> {
            guard let context = own?.context ?? other?.context else { return operation() }
            return ServiceContext.$current.withValue(context) { operation() }
        }

        func ended(_ outcome: RequestOutcome, bytes: Int) {
            let duration = begin.duration(to: .now)
            if let metrics = telemetry.metrics {
                metrics.active.decrement(by: 1)
                metrics.record(request, outcome, duration, bytes)
            }
            if let log = telemetry.accessLog {
                log.write(AccessLog.Entry(request, outcome, duration: duration, bytes: bytes, trace: trace))
            }
            if let own {
                if own.isRecording { own.describe(ServerOperation(request, outcome)) }
                own.end()
            } else if let other {
                end(other, ServerOperation(request, outcome))
            }
        }

        private var trace: TraceContext? {
            if let own { return own.position }
            return other?.context.traceContext ?? request.context.meta.traceContext ?? ServiceContext.current?.traceContext
        }

        private func end(_ span: any Span, _ operation: ServerOperation) {
            span.operationName = operation.name
            span.updateAttributes { attributes in
                for attribute in operation.attributes { attributes[attribute.name] = attribute.value }
            }
            if operation.isError { span.setStatus(SpanStatus(code: .error)) }
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
