/// All series of one metric.
struct MetricFamily: Sendable {
    static let overflow = #"otel_metric_overflow="true""#

    let name: String
    let help: String
    let kind: PrometheusRegistry.Kind
    let buckets: [Double]
    /// By their labels as they stand on the page.
    private(set) var series: [String: any MetricSeries] = [:]

    init(name: String, help: String, kind: PrometheusRegistry.Kind, buckets: [Double]) {
        self.name = name
        self.help = help
        self.kind = kind
        self.buckets = buckets
    }

    /// The series with these labels; made if need be, and if there is room.
    /// - Returns: nil where the name belongs to another kind of metric.
    mutating func series<Series: MetricSeries>(
        _ labels: String, _ kind: PrometheusRegistry.Kind, limit: Int, make: () -> Series
    ) -> Series? {
        guard kind == self.kind else { return nil }
        if let known = series[labels] { return known as? Series }
        let key = series.count < limit ? labels : Self.overflow
        if let known = series[key] { return known as? Series }
        let fresh = make()
        series[key] = fresh
        return fresh
    }
}

/// What one series can be asked for.
protocol MetricSeries: AnyObject, Sendable {
    var value: MetricValue { get }
}

enum MetricValue: Sendable, Hashable {
    case number(Double)
    /// Counts of each bucket alone, the last of which has no upper end.
    case histogram(counts: [UInt64], sum: Double)
}
