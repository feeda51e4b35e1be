internal import BenchmarkSupport

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// What one workload did against one server.
struct Measurement {
    let perSecond: Double
    let median: Double
    let p99: Double
    let processorMicroseconds: Double

    /// Drives lanes in a closed loop: each sends when it has its answer.
    static func run(_ lanes: [any Lane], _ server: Child, seconds: Double) -> Measurement {
        var polls = lanes.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
        var sentAt = lanes.map { _ in ContinuousClock.now }
        var latencies: [Double] = []
        var nextID = 1
        func send(_ lane: Int) {
            nextID += 1
            sentAt[lane] = .now
            lanes[lane].send(nextID)
        }
        func loop(for seconds: Double) -> Double {
            let begin = ContinuousClock.now
            let end = begin + .seconds(seconds)
            while ContinuousClock.now < end {
                for lane in Socket.readable(&polls) where lanes[lane].receive() {
                    latencies.append(sentAt[lane].duration(to: .now) / .microseconds(1))
                    send(lane)
                }
            }
            return begin.duration(to: .now) / .seconds(1)
        }
        for lane in lanes.indices { send(lane) }
        _ = loop(for: 0.3)
        latencies.removeAll(keepingCapacity: true)
        let before = server.usage.microseconds
        let time = loop(for: seconds)
        let used = server.usage.microseconds - before
        let count = Double(latencies.count)
        return Measurement(
            perSecond: count / time, median: latencies.median, p99: latencies.percentile(0.99), processorMicroseconds: used / max(count, 1))
    }
}
