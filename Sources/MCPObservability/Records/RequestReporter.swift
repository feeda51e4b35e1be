internal import MCPCore
internal import MCPLogging

/// Counts, logs and exports requests that have ended.
final class RequestReporter: Sendable {
    private let metrics: ServerMetrics?
    private let accessLog: AccessLog?
    private let exporter: (any SpanSink)?

    init(_ metrics: ServerMetrics?, _ accessLog: AccessLog?, _ exporter: (any SpanSink)?) {
        self.metrics = metrics
        self.accessLog = accessLog
        self.exporter = exporter
    }

    // One thing after the other, so that the code of each is at hand for all.
    func report(_ requests: borrowing RecordBuffer<ServedRequest>) {
        if let metrics { requests.forEach { metrics.record($0.record) } }
        guard accessLog != nil || exporter != nil else { return }
        // The time of day of what was measured with the other clock.
        let offset = WallClock.nanoseconds - MonotonicClock.nanoseconds
        if let accessLog {
            requests.forEach { request in
                let end = offset + request.record.begin + request.record.nanoseconds
                accessLog.write(request.record, request.mark.trace, at: end / 1_000_000)
            }
        }
        if let exporter { requests.forEach { export($0, offset, exporter) } }
    }

    private func export(_ request: borrowing ServedRequest, _ offset: Int64, _ exporter: any SpanSink) {
        guard let trace = request.mark.trace, trace.isSampled, exporter.admits() else { return }
        let origin = request.mark.object as? SpanOrigin
        let position = origin?.state.map { trace.with(state: $0) } ?? trace
        let start = UInt64(max(0, offset + request.record.begin))
        exporter.take(
            FinishedSpan(
                position, parent: origin?.parent, kind: .server, start: start,
                end: start + UInt64(max(0, request.record.nanoseconds)), .served(ServerOperation(request.record), link: origin?.link)))
    }
}
