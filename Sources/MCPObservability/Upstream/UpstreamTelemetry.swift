public import HTTPFetch
internal import MCPCore
internal import Synchronization
public import Tracing

/// Watches the calls of an HTTP client: metrics, and a span for each, whose trace goes on to the server that is called.
///
/// Neither tells paths, queries or header fields: these may hold what people wrote, or secrets.
public final class UpstreamTelemetry: FetchObserver {
    private let registry: PrometheusRegistry?
    private let tracer: (any Tracer)?
    private let circuits = Mutex<[FetchOrigin: CircuitWatch]>([:])

    public init(metrics registry: PrometheusRegistry? = nil, tracer: (any Tracer)? = nil) {
        self.registry = registry
        self.tracer = tracer
    }

    public func callBegan(_ method: FetchMethod, to origin: FetchOrigin, headers: inout FetchHeaders) -> (any FetchObservation)? {
        var span: (any Span)?
        if let tracer {
            let client = tracer.startSpan(method.rawValue, ofKind: .client) as any Span
            tracer.inject(client.context, into: &headers, using: HeaderFields())
            span = client
        }
        guard registry != nil || span != nil else { return nil }
        return Observation(method, origin, self, span)
    }

    private func circuit(of origin: FetchOrigin, _ registry: PrometheusRegistry) -> CircuitWatch {
        circuits.withLock { circuits in
            if let known = circuits[origin] { return known }
            let fresh = CircuitWatch()
            // Bounded, as the client's own breakers are.
            if circuits.count < 256 {
                circuits[origin] = fresh
                registry.observe(.circuitState, origin.labels) { fresh.level }
            }
            return fresh
        }
    }

    private final class Observation: FetchObservation {
        private let method: FetchMethod
        private let origin: FetchOrigin
        private let telemetry: UpstreamTelemetry
        private let span: (any Span)?
        private let begin = MonotonicClock.nanoseconds
        private let attempts = Atomic(0)

        init(_ method: FetchMethod, _ origin: FetchOrigin, _ telemetry: UpstreamTelemetry, _ span: (any Span)?) {
            self.method = method
            self.origin = origin
            self.telemetry = telemetry
            self.span = span
        }

        func attemptEnded(_ result: Result<Int, FetchError>, attempt: Int, to origin: FetchOrigin, circuit: CircuitBreaker.State) {
            attempts.store(attempt, ordering: .relaxed)
            guard let registry = telemetry.registry else { return }
            let retries = registry.counter(.retries, origin.labels)
            if attempt > 1 { retries.increment() }
            telemetry.circuit(of: origin, registry).set(circuit)
        }

        func ended(_ result: Result<Int, FetchError>) {
            if let registry = telemetry.registry {
                var labels = [("http_request_method", method.rawValue)] + origin.labels
                switch result {
                case .success(let status):
                    labels.append(("http_response_status_code", String(status)))
                    if status >= 400 { labels.append(("error_type", String(status))) }
                case .failure(let error): labels.append(("error_type", error.code.rawValue))
                }
                registry.histogram(.httpClientDuration, labels).recordNanoseconds(MonotonicClock.nanoseconds - begin)
            }
            if let span { end(span, result) }
        }

        private func end(_ span: any Span, _ result: Result<Int, FetchError>) {
            if span.isRecording {
                span.updateAttributes { attributes in
                    attributes["http.request.method"] = method.rawValue
                    attributes["server.address"] = origin.host
                    attributes["server.port"] = origin.port
                    let attempts = attempts.load(ordering: .relaxed)
                    if attempts > 1 { attributes["http.request.resend_count"] = attempts - 1 }
                    switch result {
                    case .success(let status):
                        attributes["http.response.status_code"] = status
                        if status >= 400 { attributes["error.type"] = String(status) }
                    case .failure(let error): attributes["error.type"] = error.code.rawValue
                    }
                }
                if !result.isGood { span.setStatus(SpanStatus(code: .error)) }
            }
            span.end()
        }
    }
}

/// How the circuit of one origin stood when it was last heard of. What time alone does to it is reckoned when somebody asks.
private final class CircuitWatch: Sendable {
    private let state = Mutex((level: 0.0, until: ContinuousClock.now))

    func set(_ circuit: CircuitBreaker.State) {
        state.withLock { state in
            switch circuit {
            case .closed: state.level = 0
            case .halfOpen: state.level = 1
            case .open(let wait): state = (2, ContinuousClock.now.advanced(by: wait))
            }
        }
    }

    var level: Double { state.withLock { $0.level == 2 && ContinuousClock.now >= $0.until ? 1 : $0.level } }
}

private struct HeaderFields: Injector {
    func inject(_ value: String, forKey key: String, into headers: inout FetchHeaders) {
        headers[key] = value
    }
}

extension FetchOrigin {
    fileprivate var labels: [(String, String)] { [("server_address", host), ("server_port", String(port))] }
}

extension Result where Success == Int, Failure == FetchError {
    fileprivate var isGood: Bool { if case .success(let status) = self { status < 400 } else { false } }
}
