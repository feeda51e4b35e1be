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
    // SAFETY: the address does not change until the histogram goes, and what is there is atomic.
    private nonisolated(unsafe) let counts: UnsafeMutablePointer<Atomic<UInt64>>
    private let sum = AtomicDouble()

    init(buckets: [Double]) {
        self.buckets = buckets
        counts = .allocate(capacity: buckets.count + 1)
        for index in 0...buckets.count { (counts + index).initialize(to: Atomic(0)) }
    }

    deinit {
        counts.deinitialize(count: buckets.count + 1)
        counts.deallocate()
    }

    public func record(_ value: Int64) { record(Double(value)) }

    /// What is no number is left out.
    public func record(_ value: Double) {
        guard value.isFinite else { return }
        // Most values are small, and buckets few.
        var index = 0
        while index < buckets.count, value > buckets[index] { index += 1 }
        counts[index].wrappingAdd(1, ordering: .relaxed)
        sum.add(value)
    }

    public func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }

    /// In seconds.
    public func record(_ duration: Duration) {
        // Integers of 128 bits are converted by generic code, which would cost more than all the rest.
        let (seconds, attoseconds) = duration.components
        record(Double(seconds) + Double(attoseconds) / 1e18)
    }

    var value: MetricValue {
        .histogram(counts: (0...buckets.count).map { counts[$0].load(ordering: .relaxed) }, sum: sum.load())
    }
}

/// Asks somebody else.
final class PrometheusReading: MetricSeries {
    private let read: @Sendable () -> Double

    init(_ read: @escaping @Sendable () -> Double) {
        self.read = read
    }

    var value: MetricValue { .number(read()) }
}
