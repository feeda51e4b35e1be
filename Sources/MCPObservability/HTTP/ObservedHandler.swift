internal import MCPCore
public import MCPTransportHTTP
internal import Synchronization
public import Tracing

/// Stands around a handler: measures its responses, and takes the trace that a request's header fields name to what serves it.
public final class ObservedHandler: HTTPHandler {
    private let handler: any HTTPHandler
    private let metrics: HTTPMetrics?
    private let tracer: (any Tracer)?
    private let heedsTraces: Bool

    /// - Parameters:
    ///   - registry: nil to measure nothing.
    ///   - load: what the handler has open just now; for gauges.
    ///   - tracer: knows contexts of other forms than W3C's.
    ///   - heedsTraces: whether anybody wants to know of traces: a tracer, or an access log.
    public init(
        _ handler: any HTTPHandler, metrics registry: PrometheusRegistry? = nil, load: (@Sendable () -> HTTPLoad)? = nil,
        tracer: (any Tracer)? = nil, heedsTraces: Bool = true
    ) {
        self.handler = handler
        self.tracer = tracer
        self.heedsTraces = heedsTraces
        metrics = registry.map { HTTPMetrics($0) }
        guard let registry, let load else { return }
        registry.observe(.sessions) { Double(load().sessions) }
        registry.observe(.streams) { Double(load().streams) }
        registry.observe(.dropped, [("queue", "streams")]) { Double(load().overflows) }
    }

    public func serve(_ request: HTTPRequest, _ responder: any HTTPResponder) -> (any HTTPExchange)? {
        if heedsTraces, let parent = request.headers[TraceContext.parentField] { return serve(request, responder, below: parent) }
        return measure(request, responder)
    }

    // Apart: what a closure may need is copied wherever there is one.
    @inline(never)
    private func serve(_ request: HTTPRequest, _ responder: any HTTPResponder, below parent: String) -> (any HTTPExchange)? {
        var context = ServiceContext.topLevel
        context.traceContext = TraceContext(traceparent: parent, tracestate: request.headers[TraceContext.stateField])
        tracer?.extract(request.headers, into: &context, using: RequestFields())
        return ServiceContext.$current.withValue(context) { measure(request, responder) }
    }

    public func shutdown(within time: Duration) async {
        await handler.shutdown(within: time)
    }

    private func measure(_ request: HTTPRequest, _ responder: any HTTPResponder) -> (any HTTPExchange)? {
        guard let metrics else { return handler.serve(request, responder) }
        let tag = metrics.requestBegan(request)
        let isGet = request.method == "GET"
        if responder.tell(metrics, tag: tag, isGet: isGet) { return handler.serve(request, responder) }
        let observed = ObservedExchange(responder, ResponseWatch(metrics, tag: tag, isGet: isGet))
        guard let exchange = handler.serve(request, observed) else { return nil }
        observed.attach(exchange)
        return observed
    }
}

private struct RequestFields: Extractor {
    func extract(key: String, from headers: HTTPHeaders) -> String? { headers[key] }
}
