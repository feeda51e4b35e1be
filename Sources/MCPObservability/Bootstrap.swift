internal import CoreMetrics
internal import Synchronization
internal import Tracing

/// Hands our backends to the libraries of the whole process. They take one, once.
enum Bootstrap {
    private static let isDone = Atomic(false)

    static func once(registry: PrometheusRegistry?, tracer: OTLPTracer?) {
        guard !isDone.exchange(true, ordering: .relaxed) else { return }
        if let registry { MetricsSystem.bootstrap(registry) }
        if let tracer { InstrumentationSystem.bootstrap(tracer) }
    }
}
