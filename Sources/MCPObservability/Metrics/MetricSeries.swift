public import CoreMetrics
internal import Synchronization

/// Counts up.
public final class PrometheusCounter: CounterHandler, FloatingPointCounterHandler, MetricSeries {
    private let total = AtomicDouble()

    init() {}

    public func increment(by amount: Int64) { increment(by: Double(amount)) }

    /// What is negative or no number changes nothing.
    public func increment(by amount: Double) {
        guard amount > 0, amount.isFinite else { return }
        total.add(amount)
    }

    public func increment() { total.add(1) }
    public func reset() { total.store(0) }

    var value: MetricValue { .number(total.load()) }
}

/// Goes up and down.
public final class PrometheusGauge: MeterHandler, RecorderHandler, MetricSeries {
    private let current = AtomicDouble()

    init() {}

    public func set(_ value: Int64) { set(Double(value)) }
    public func set(_ value: Double) { current.store(value) }
    public func increment(by amount: Double) { current.add(amount) }
    public func decrement(by amount: Double) { current.add(-amount) }
    public func record(_ value: Int64) { set(Double(value)) }
    public func record(_ value: Double) { set(value) }

    var value: MetricValue { .number(current.load()) }
}

/// Tells how values are spread, over fixed buckets. A page that is written meanwhile may count a value whose sum is not there yet.
public final class PrometheusHistogram: RecorderHandler, TimerHandler, MetricSeries {
    private let buckets: [Double]
    /// One for each bucket, one for what is beyond, and the sum.
    private let counts: StripedCounts

    init(buckets: [Double]) {
        self.buckets = buckets
        counts = StripedCounts(buckets.count + 2)
    }

    public func record(_ value: Int64) { record(Double(value)) }

    /// What is no number is left out.
    public func record(_ value: Double) {
        guard value.isFinite else { return }
        // Most values are small, and buckets few.
        var index = 0
        while index < buckets.count, value > buckets[index] { index += 1 }
        counts.add(value, to: buckets.count + 1, andOneTo: index)
    }

    public func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }

    var value: MetricValue {
        .histogram(counts: (0...buckets.count).map { UInt64(max(0, counts.total(of: $0))) }, sum: counts.sum(of: buckets.count + 1))
    }
}

/// How much of something is there just now.
final class PrometheusLevel: MetricSeries {
    private let count = StripedCounts(1)

    func up() { count.add(1) }
    func down() { count.add(-1) }

    var value: MetricValue { .number(Double(count.total())) }
}

/// Asks somebody else.
final class PrometheusReading: MetricSeries {
    private let read: @Sendable () -> Double

    init(_ read: @escaping @Sendable () -> Double) {
        self.read = read
    }

    var value: MetricValue { .number(read()) }
}
