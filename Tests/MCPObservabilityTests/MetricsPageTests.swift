import CoreMetrics
import MCPObservability
import Testing

/// What stands on the page, read by somebody strict.
@Suite struct MetricsPageTests {
    private func read(_ registry: PrometheusRegistry) throws -> MetricsPageReader {
        try MetricsPageReader(String(decoding: registry.page(), as: UTF8.self))
    }

    @Test func everyKind() throws {
        let registry = PrometheusRegistry()
        registry.counter("requests_total", help: "Requests.", [("kind", "a")]).increment(by: 3 as Int64)
        registry.gauge("open", help: "Open \\ now.\nReally.").set(-2.5)
        let histogram = registry.histogram("seconds", buckets: [0.1, 1], [("kind", "a")])
        for value in [0.05, 0.1, 0.5, 7] { histogram.record(value) }
        registry.observe("read", help: "Read.", .gauge) { 12 }
        let page = try read(registry)
        #expect(page.values("requests_total", ["kind": "a"]) == [3])
        #expect(page.values("open") == [-2.5])
        #expect(page.values("seconds_bucket", ["le": "0.1"]) == [2])
        #expect(page.values("seconds_bucket", ["le": "1"]) == [3])
        #expect(page.values("seconds_bucket", ["le": "+Inf"]) == [4])
        // Added up in an order that depends on the threads.
        #expect(abs(page.sum("seconds_sum") - 7.65) < 1e-9)
        #expect(page.values("read") == [12])
        #expect(page.helps["open"] == #"Open \\ now.\nReally."#)
        #expect(page.types == ["requests_total": "counter", "open": "gauge", "seconds": "histogram", "read": "gauge"])
    }

    @Test(arguments: ["a\"} 1\nfake_total 5", "\\", "\\n", "日本語", "\r\n", "{}", "a,b=\"c\""])
    func labelsCannotWriteLines(_ value: String) throws {
        let registry = PrometheusRegistry()
        registry.counter("requests_total", [("kind", value)]).increment()
        let page = try read(registry)
        #expect(page.samples.count == 1)
        #expect(page.samples[0].labels == ["kind": value])
    }

    @Test func namesAreMadeValid() throws {
        let registry = PrometheusRegistry()
        registry.counter("mcp.server-x_total", [("a.b", "1"), ("a_b", "2"), ("__own", "3"), ("le", "4"), ("none", "")]).increment()
        registry.gauge("9lives").set(9.0)
        let page = try read(registry)
        #expect(page.values("mcp_server_x_total", ["a_b": "1", "label___own": "3", "label_le": "4"]) == [1])
        #expect(page.samples.first { $0.name == "mcp_server_x_total" }?.labels.count == 3)
        #expect(page.values("_9lives") == [9])
    }

    @Test func numbersThatAreNone() throws {
        let registry = PrometheusRegistry()
        registry.gauge("up").set(Double.infinity)
        registry.gauge("down").set(-Double.infinity)
        registry.counter("never_total").increment(by: -1.0)
        let histogram = registry.histogram("spread", buckets: [1])
        histogram.record(Double.nan)
        let page = try read(registry)
        #expect(page.values("up") == [.infinity] && page.values("down") == [-.infinity])
        #expect(page.values("never_total") == [0] && page.values("spread_count") == [0])
    }

    @Test func seriesAreBounded() throws {
        var limits = PrometheusRegistry.Limits()
        (limits.seriesPerMetric, limits.metrics) = (10, 3)
        let registry = PrometheusRegistry(limits: limits)
        for number in 0..<1_000 { registry.counter("requests_total", [("name", "\(number)")]).increment() }
        for number in 0..<100 { registry.gauge("gauge_\(number)").set(1.0) }
        let page = try read(registry)
        #expect(page.values("requests_total").count == 11)
        #expect(page.values("requests_total", ["otel_metric_overflow": "true"]) == [990])
        #expect(page.types.count == 3)
    }

    /// However many threads record at once, nothing is lost or counted twice.
    @Test func manyThreads() async throws {
        let registry = PrometheusRegistry()
        let histogram = registry.histogram("seconds", buckets: [1])
        await withDiscardingTaskGroup { group in
            for _ in 0..<8 { group.addTask { for _ in 0..<5_000 { histogram.record(0.5) } } }
        }
        let page = try read(registry)
        #expect(page.values("seconds_count") == [40_000] && page.sum("seconds_sum") == 20_000)
        #expect(page.values("seconds_bucket", ["le": "1"]) == [40_000])
    }

    @Test func oneNameIsOneKind() throws {
        let registry = PrometheusRegistry()
        registry.counter("things_total").increment()
        registry.gauge("things_total").set(7.0)
        #expect(try read(registry).values("things_total") == [1])
    }

    @Test func whatLibrariesMeasureIsThere() throws {
        let registry = PrometheusRegistry()
        Counter(label: "library.requests", dimensions: [("kind", "a")], factory: registry).increment(by: 2)
        Timer(label: "library.time", dimensions: [], preferredDisplayUnit: .seconds, factory: registry).recordMilliseconds(250)
        Recorder(label: "library.sizes", dimensions: [], aggregate: true, factory: registry).record(0.3)
        Gauge(label: "library.level", dimensions: [], factory: registry).record(4)
        Meter(label: "library.meter", dimensions: [], factory: registry).increment(by: 1.5)
        let page = try read(registry)
        #expect(page.values("library_requests_total", ["kind": "a"]) == [2])
        #expect(page.values("library_time_seconds_sum") == [0.25])
        #expect(page.values("library_sizes_count") == [1])
        #expect(page.values("library_level") == [4] && page.values("library_meter") == [1.5])
    }

    /// The reader itself finds what is wrong.
    @Test(arguments: [
        "a 1", "# TYPE a gauge\na 1\n\n", "# TYPE a gauge\na 1\na 2\n", "a 1\n", "# TYPE a counter\na 1\n", "# TYPE a gauge\na{b=\"1} 1\n",
        "# TYPE a gauge\na{b=\"1\",b=\"2\"} 1\n", "# TYPE a gauge\na one\n", "# TYPE a gauge\na{b=\"\\x\"} 1\n",
        "# TYPE a gauge\na 1\n# TYPE b gauge\nb 1\na{c=\"d\"} 1\n",
        "# TYPE a histogram\na_bucket{le=\"1\"} 2\na_bucket{le=\"+Inf\"} 1\na_sum 1\na_count 1\n",
        "# TYPE a histogram\na_bucket{le=\"1\"} 1\na_sum 1\na_count 1\n",
    ]) func theReaderIsStrict(_ page: String) {
        #expect(throws: MetricsPageReader.Fault.self) { try MetricsPageReader(page) }
    }
}
