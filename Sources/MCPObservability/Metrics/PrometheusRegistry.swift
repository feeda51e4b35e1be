public import CoreMetrics
internal import MCPLogging
internal import Synchronization

/// Keeps metrics and writes them as a page for Prometheus (text format 0.0.4).
///
/// A backend of swift-metrics: what libraries measure stands on the page beside our own. A `Timer` becomes a histogram of seconds, a
/// `Recorder` a histogram or a gauge, a `Meter` a gauge. Names and labels are made valid; a name that stands for another kind of metric
/// already is kept off the page.
///
/// Bounded: beyond ``Limits`` everything new is counted in one series of its metric, with the label `otel_metric_overflow="true"`. Safe to
/// use from any thread.
public final class PrometheusRegistry: MetricsFactory {
    public struct Limits: Sendable, Hashable {
        public var metrics = 500
        public var seriesPerMetric = 2_000

        public init() {}
    }

    public enum Kind: String, Sendable, Hashable {
        case counter, gauge, histogram
    }

    /// For what takes microseconds to minutes, in seconds.
    public static let durations: [Double] = [
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60,
    ]

    private struct State {
        var families: [String: MetricFamily] = [:]
    }

    private let limits: Limits
    private let state = Mutex(State())
    private let sources = RecordSources()

    public init(limits: Limits = Limits()) {
        self.limits = limits
    }

    // MARK: - Our own

    /// - Parameters:
    ///   - name: with its unit and, for a counter, `_total`; see ``MetricName``.
    ///   - labels: in the order in which they shall stand.
    public func counter(_ name: String, help: String = "", _ labels: [(String, String)] = []) -> PrometheusCounter {
        series(name, help, .counter, [], labels) { PrometheusCounter() }
    }

    public func gauge(_ name: String, help: String = "", _ labels: [(String, String)] = []) -> PrometheusGauge {
        series(name, help, .gauge, [], labels) { PrometheusGauge() }
    }

    /// A gauge that is only ever gone up and down.
    func level(_ name: String, help: String = "", _ labels: [(String, String)] = []) -> PrometheusLevel {
        series(name, help, .gauge, [], labels) { PrometheusLevel() }
    }

    /// - Parameter buckets: upper ends, rising. Those of the first series count for all of a metric.
    public func histogram(
        _ name: String, help: String = "", buckets: [Double] = PrometheusRegistry.durations, _ labels: [(String, String)] = []
    ) -> PrometheusHistogram {
        series(name, help, .histogram, buckets, labels) { PrometheusHistogram(buckets: buckets) }
    }

    /// A metric that is asked for its value when the page is.
    /// - Parameter read: called on the thread that serves the page, so it must not block.
    public func observe(
        _ name: String, help: String = "", _ kind: Kind, _ labels: [(String, String)] = [], read: @escaping @Sendable () -> Double
    ) {
        _ = series(name, help, kind, [], labels) { PrometheusReading(read) }
    }

    /// Has somebody count what he keeps back, whenever the page is asked for. He is not held.
    func attach(_ source: any RecordSource) {
        sources.attach(source)
    }

    /// The page.
    public func page() -> [UInt8] {
        sources.handOver()
        let families = state.withLock { Array($0.families.values) }.sorted { $0.name < $1.name }
        var page = MetricsPage()
        for family in families { page.append(family) }
        return page.bytes
    }

    // MARK: - swift-metrics

    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        counter(MetricName.of(label, ending: "_total"), help: "", dimensions)
    }

    public func makeFloatingPointCounter(label: String, dimensions: [(String, String)]) -> any FloatingPointCounterHandler {
        counter(MetricName.of(label, ending: "_total"), help: "", dimensions)
    }

    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        gauge(MetricName.of(label), help: "", dimensions)
    }

    public func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        guard aggregate else { return gauge(MetricName.of(label), help: "", dimensions) }
        return histogram(MetricName.of(label), help: "", dimensions)
    }

    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        histogram(MetricName.of(label, ending: "_seconds"), help: "", dimensions)
    }

    // Series stay: a counter that goes away and comes back would seem to start anew.
    public func destroyCounter(_ handler: any CounterHandler) {}
    public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    public func destroyMeter(_ handler: any MeterHandler) {}
    public func destroyRecorder(_ handler: any RecorderHandler) {}
    public func destroyTimer(_ handler: any TimerHandler) {}

    private func series<Series: MetricSeries>(
        _ name: String, _ help: String, _ kind: Kind, _ buckets: [Double], _ labels: [(String, String)], make: () -> Series
    ) -> Series {
        let name = MetricName.of(name)
        let text = MetricName.text(of: labels)
        return state.withLock { state in
            if state.families[name] == nil {
                guard state.families.count < limits.metrics else { return make() }
                state.families[name] = MetricFamily(name: name, help: help, kind: kind, buckets: buckets)
            }
            return state.families[name]?.series(text, kind, limit: limits.seriesPerMetric, make: make) ?? make()
        }
    }
}
