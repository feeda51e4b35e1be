public import CoreMetrics
internal import Synchronization

/// Counts up.
public final class PrometheusCounter: CounterHandler, FloatingPointCounterHandler, MetricSeries {
    private let total = Mutex(0.0)

    init() {}

    public func increment(by amount: Int64) { increment(by: Double(amount)) }

    /// What is negative or no number changes nothing.
    public func increment(by amount: Double) {
        guard amount > 0, amount.isFinite else { return }
        total.withLock { $0 += amount }
    }

    public func increment() { total.withLock { $0 += 1 } }
    public func reset() { total.withLock { $0 = 0 } }

    var value: MetricValue { .number(total.withLock { $0 }) }
}

/// Goes up and down.
public final class PrometheusGauge: MeterHandler, RecorderHandler, MetricSeries {
    private let current = Mutex(0.0)

    init() {}

    public func set(_ value: Int64) { set(Double(value)) }
    public func set(_ value: Double) { current.withLock { $0 = value } }
    public func increment(by amount: Double) { current.withLock { $0 += amount } }
    public func decrement(by amount: Double) { current.withLock { $0 -= amount } }
    public func record(_ value: Int64) { set(Double(value)) }
    public func record(_ value: Double) { set(value) }

    var value: MetricValue { .number(current.withLock { $0 }) }
}

/// Tells how values are spread, over fixed buckets.
public final class PrometheusHistogram: RecorderHandler, TimerHandler, MetricSeries {
    private struct State {
        var counts: [UInt64]
        var sum = 0.0
    }

    private let buckets: [Double]
    private let state: Mutex<State>

    init(buckets: [Double]) {
        self.buckets = buckets
        state = Mutex(State(counts: Array(repeating: 0, count: buckets.count + 1)))
    }

    public func record(_ value: Int64) { record(Double(value)) }

    /// What is no number is left out.
    public func record(_ value: Double) {
        guard value.isFinite else { return }
        // Most values are small, and buckets few.
        var index = 0
        while index < buckets.count, value > buckets[index] { index += 1 }
        state.withLock { state in
            state.counts[index] += 1
            state.sum += value
        }
    }

    public func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }

    /// In seconds.
    public func record(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        record(Double(seconds) + Double(attoseconds) / 1e18)
    }

    var value: MetricValue { state.withLock { .histogram(counts: $0.counts, sum: $0.sum) } }
}

/// Asks somebody else.
final class PrometheusReading: MetricSeries {
    private let read: @Sendable () -> Double

    init(_ read: @escaping @Sendable () -> Double) {
        self.read = read
    }

    var value: MetricValue { .number(read()) }
}
