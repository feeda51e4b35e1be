internal import MCPCore
public import Tracing

/// Makes spans that go to an OpenTelemetry collector; a backend of swift-distributed-tracing.
///
/// Traces come in and go on as W3C Trace Context. Spans that are not sampled, or for which the queue has no room, record nothing and cost
/// little; their trace goes on all the same.
public final class OTLPTracer: Tracer {
    private let sampler: TraceSampler
    let exporter: any SpanSink
    private let identifiers = TraceIdentifiers()

    init(sampler: TraceSampler, exporter: any SpanSink) {
        self.sampler = sampler
        self.exporter = exporter
    }

    public func startSpan<Instant: TracerInstant>(
        _ operationName: String, context: @autoclosure () -> ServiceContext, ofKind kind: SpanKind, at instant: @autoclosure () -> Instant,
        function: String, file fileID: String, line: UInt
    ) -> OTLPSpan {
        let context = context()
        let parent = context.traceContext
        let position = begin(below: parent)
        guard position.isSampled, exporter.admits() else { return OTLPSpan(context, position, operationName) }
        return OTLPSpan(
            context, position, operationName, parent: parent?.parent, kind: kind, start: instant().nanosecondsSinceEpoch, exporter: exporter
        )
    }

    /// A new place in a trace.
    func begin(below parent: TraceContext?) -> TraceContext {
        let (trace, span): (TraceID, SpanID)
        if let parent { (trace, span) = (parent.trace, identifiers.span()) } else { (trace, span) = identifiers.root() }
        return TraceContext(trace: trace, parent: span, isSampled: sampler.samples(trace, parent: parent), state: parent?.state)
    }

    /// It is the exporter's to say when what is recorded goes out.
    public func forceFlush() {}

    public func extract<Carrier, Extract: Extractor>(
        _ carrier: Carrier, into context: inout ServiceContext, using extractor: Extract
    ) where Extract.Carrier == Carrier {
        guard let parent = extractor.extract(key: TraceContext.parentField, from: carrier) else { return }
        let state = extractor.extract(key: TraceContext.stateField, from: carrier)
        if let found = TraceContext(traceparent: parent, tracestate: state) { context.traceContext = found }
    }

    public func inject<Carrier, Inject: Injector>(
        _ context: ServiceContext, into carrier: inout Carrier, using injector: Inject
    ) where Inject.Carrier == Carrier {
        guard let trace = context.traceContext else { return }
        injector.inject(trace.traceparent, forKey: TraceContext.parentField, into: &carrier)
        if let state = trace.state { injector.inject(state, forKey: TraceContext.stateField, into: &carrier) }
    }
}
