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
        guard heedsTraces, let parent = request.headers[TraceContext.parentField] else { return measure(request, responder) }
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
        let observed = ObservedExchange(request, responder, metrics)
        guard let exchange = handler.serve(request, observed) else { return nil }
        observed.attach(exchange)
        return observed
    }
}

private struct RequestFields: Extractor {
    func extract(key: String, from headers: HTTPHeaders) -> String? { headers[key] }
}

/// One request on its way: the responder of the handler, and the exchange of the server.
private final class ObservedExchange: HTTPResponder, HTTPExchange {
    private enum Phase {
        case waiting
        /// A response whose body comes in pieces.
        case responding(status: Int, isOwnStream: Bool)
        case ended
    }

    private let responder: any HTTPResponder
    private let metrics: HTTPMetrics
    private let method: String
    private let route: Int
    private let start = MonotonicClock.nanoseconds
    private let state = Mutex((phase: Phase.waiting, exchange: (any HTTPExchange)?.none))

    init(_ request: HTTPRequest, _ responder: any HTTPResponder, _ metrics: HTTPMetrics) {
        self.responder = responder
        self.metrics = metrics
        method = request.method
        route = RouteLabel.index(of: request.path)
        metrics.active.up()
    }

    deinit {
        // Whoever should have answered is gone, and with it the client.
        finish()
    }

    func attach(_ exchange: any HTTPExchange) {
        state.withLock { state in if case .ended = state.phase {} else { state.exchange = exchange } }
    }

    func respond(_ head: HTTPResponseHead, _ body: [UInt8]) {
        // Before the client has it: who asks for the page then finds the request on it.
        if close() != nil { record(head.status) }
        responder.respond(head, body)
    }

    func begin(_ head: HTTPResponseHead) {
        let isOwnStream = method == "GET" && head.headers["content-type"]?.hasPrefix("text/event-stream") == true
        state.withLock { state in
            if case .waiting = state.phase { state.phase = .responding(status: head.status, isOwnStream: isOwnStream) }
        }
        if isOwnStream { metrics.active.down() }
        responder.begin(head)
    }

    @discardableResult
    func write(_ bytes: [UInt8]) -> Int? { responder.write(bytes) }

    func drained() async { await responder.drained() }

    func end() {
        finish()
        responder.end()
    }

    var thread: (any CallThread)? { responder.thread }

    func disconnected() {
        let exchange = state.withLock { $0.exchange }
        finish()
        exchange?.disconnected()
    }

    private func finish() {
        switch close() {
        case nil, .ended: break
        case .waiting: record(HTTPMetrics.gone)
        case .responding(_, isOwnStream: true): metrics.streamEnded(route: route, nanoseconds: MonotonicClock.nanoseconds - start)
        case .responding(let status, _): record(status)
        }
    }

    /// - Returns: what it was before; nil if it had ended.
    private func close() -> Phase? {
        state.withLock { state in
            if case .ended = state.phase { return nil }
            defer { state = (.ended, nil) }
            return state.phase
        }
    }

    private func record(_ status: Int) {
        metrics.active.down()
        metrics.record(method: method, route: route, status: status, nanoseconds: MonotonicClock.nanoseconds - start)
    }
}
