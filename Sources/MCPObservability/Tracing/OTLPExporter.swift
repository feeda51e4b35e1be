internal import HTTPFetch
public import Logging
public import MCPCore
internal import MCPLogging
internal import Synchronization

/// Sends spans to an OpenTelemetry collector: OTLP over HTTP, in JSON.
///
/// Bounded: spans wait in a queue, and what finds it full is dropped and counted. What the collector refuses for now (429, 502, 503, 504, no
/// answer) is sent again with growing pauses; what it refuses for good is dropped and counted. One task, which lives while spans wait.
public final class OTLPExporter: SpanSink {
    private struct State {
        var waiting: [FinishedSpan] = []
        var isRunning = false
        /// The process is ending: nothing waits any longer than it must.
        var isHurried = false
        /// The collector took nothing the last time, and the log says so.
        var isFailing = false
    }

    private let configuration: OTLPConfiguration
    private let encoding: OTLPEncoding
    private let fetch: HTTPFetch
    private let time: any TimeSource
    private let logger: Logger
    private let state = Mutex(State())
    private let sources = RecordSources()
    /// Of those that wait, for who asks before there is a span.
    private let count = Atomic(0)
    private let dropping = Atomic(0)
    private let exporting = Atomic(0)
    private let failing = Atomic(0)

    /// - Parameter time: a seam for tests.
    public init(_ configuration: OTLPConfiguration, logger: Logger, time: any TimeSource = SystemTime()) {
        self.configuration = configuration
        self.logger = logger
        self.time = time
        encoding = OTLPEncoding(configuration)
        var settings = FetchConfiguration()
        settings.timeouts.total = configuration.timeout
        settings.retry = RetryPolicy(maxAttempts: 5, baseDelay: .milliseconds(500), maxDelay: .seconds(5))
        settings.retry.statuses = [429, 502, 503, 504]
        // The queue is what spares a collector that is away.
        settings.circuitBreaker = nil
        settings.userAgent = "\(configuration.serviceName)/\(configuration.serviceVersion)"
        fetch = HTTPFetch(configuration: settings)
    }

    /// A tracer whose spans go out here.
    public func tracer(_ sampler: TraceSampler = TraceSampler()) -> OTLPTracer { OTLPTracer(sampler: sampler, exporter: self) }

    /// Spans that had no room, or that the collector would not have.
    public var dropped: Int { dropping.load(ordering: .relaxed) }
    /// Spans that the collector took.
    public var exported: Int { exporting.load(ordering: .relaxed) }
    /// Batches that it did not take.
    public var failures: Int { failing.load(ordering: .relaxed) }

    /// Puts these counts on a page.
    public func report(to registry: PrometheusRegistry) {
        registry.observe(.exportedSpans) { [self] in Double(exported) }
        registry.observe(.exportFailures) { [self] in Double(failures) }
        registry.observe(.dropped, [("queue", "spans")]) { [self] in Double(dropped) }
    }

    /// Has somebody hand in the spans that he keeps back, at the end. He is not held.
    func attach(_ source: any RecordSource) {
        sources.attach(source)
    }

    /// Sends what waits, within a time, and nothing afterwards. For the end of a process.
    public func shutdown(within limit: Duration) async {
        sources.handOver()
        state.withLock { $0.isHurried = true }
        let end = time.now + limit
        while state.withLock({ $0.isRunning }), time.now < end {
            do throws(CancellationError) {
                try await time.sleep(until: min(end, time.now + .milliseconds(10)))
            } catch {
                break
            }
        }
        await fetch.shutdown()
    }

    func admits() -> Bool {
        guard count.load(ordering: .relaxed) >= configuration.queue else { return true }
        dropping.wrappingAdd(1, ordering: .relaxed)
        return false
    }

    func take(_ span: FinishedSpan) {
        let (isTaken, starts) = state.withLock { state in
            guard state.waiting.count < configuration.queue else { return (false, false) }
            state.waiting.append(span)
            count.store(state.waiting.count, ordering: .relaxed)
            defer { state.isRunning = true }
            return (true, !state.isRunning)
        }
        if !isTaken { dropping.wrappingAdd(1, ordering: .relaxed) }
        if starts { Task { await run() } }
    }

    private func run() async {
        var due = time.now + configuration.delay
        while true {
            do throws(CancellationError) {
                try await wait(until: due)
            } catch {
                // Nobody cancels this task.
                return
            }
            let batch = state.withLock { state in
                let batch = Array(state.waiting.prefix(configuration.batch))
                state.waiting.removeFirst(batch.count)
                count.store(state.waiting.count, ordering: .relaxed)
                if batch.isEmpty { state.isRunning = false }
                return batch
            }
            guard !batch.isEmpty else { return }
            await send(batch)
            due = time.now + configuration.delay
        }
    }

    /// Until a batch is full, or spans have waited long enough.
    private func wait(until due: Duration) async throws(CancellationError) {
        repeat {
            let (isFull, isEmpty, isHurried) = state.withLock {
                ($0.waiting.count >= configuration.batch, $0.waiting.isEmpty, $0.isHurried)
            }
            if isHurried { return }
            try await time.sleep(until: min(due, time.now + configuration.pause))
            if isFull || isEmpty { return }
        } while time.now < due
    }

    private func send(_ spans: [FinishedSpan]) async {
        var request = FetchRequest(
            .post, configuration.endpoint, headers: ["content-type": "application/json"], body: encoding.body(of: spans), isIdempotent: true
        )
        for (name, value) in configuration.headers { request.headers.add(name, value, isSensitive: true) }
        do throws(FetchError) {
            let response = try await fetch.send(request)
            guard response.isSuccess else { return lose(spans.count, "status \(response.status)") }
            let refused = min(spans.count, OTLPEncoding.refused(in: response.body))
            dropping.wrappingAdd(refused, ordering: .relaxed)
            exporting.wrappingAdd(spans.count - refused, ordering: .relaxed)
            let wasFailing = state.withLock { state in
                defer { state.isFailing = false }
                return state.isFailing
            }
            if wasFailing { logger.notice("traces are exported again", metadata: ["dropped": "\(dropped)"]) }
        } catch {
            lose(spans.count, error.code.rawValue)
        }
    }

    private func lose(_ count: Int, _ reason: String) {
        dropping.wrappingAdd(count, ordering: .relaxed)
        failing.wrappingAdd(1, ordering: .relaxed)
        let wasFailing = state.withLock { state in
            defer { state.isFailing = true }
            return state.isFailing
        }
        // Once, however long it goes on.
        if !wasFailing { logger.warning("traces are not exported; spans are dropped", metadata: ["reason": "\(reason)"]) }
    }
}
