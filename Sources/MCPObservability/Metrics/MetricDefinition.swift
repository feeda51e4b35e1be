/// A metric of ours: what stands at `/metrics`, and in the reference of the operations guide.
public struct MetricDefinition: Sendable, Hashable {
    public let name: String
    public let kind: PrometheusRegistry.Kind
    /// One sentence.
    public let help: String
    public let labels: [String]
    /// Of a histogram.
    let buckets: [Double]

    private init(_ name: String, _ kind: PrometheusRegistry.Kind, _ labels: [String], buckets: [Double] = [], _ help: String) {
        self.name = name
        self.kind = kind
        self.help = help
        self.labels = labels
        self.buckets = buckets
    }

    /// As OpenTelemetry advises, with finer ones below: most calls are answered in less than its first.
    private static let operations: [Double] = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300]
    /// As OpenTelemetry advises for HTTP.
    private static let requests: [Double] = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]
    private static let spells: [Double] = [1, 10, 60, 300, 900, 1_800, 3_600, 14_400, 43_200]
    private static let sizes: [Double] = [256, 1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304]
}

extension MetricDefinition {
    /// All of them, in the order of their names.
    public static let all: [MetricDefinition] = [
        httpClientDuration, httpActiveRequests, httpDuration, redisCommands, redisLostConnections, redisUp, activeRequests, dropped,
        events, operationDuration, refusedMessages, resultSize, sessionDuration, sessions, streamDuration, streams, exportedSpans,
        exportFailures, circuitState, retries, processCPU, processFiles, processMemory, processStart, targetInfo,
    ]

    static let operationDuration = MetricDefinition(
        "mcp_server_operation_duration_seconds", .histogram,
        [
            "mcp_method_name", "gen_ai_tool_name", "gen_ai_operation_name", "error_type", "rpc_response_status_code",
            "mcp_protocol_version", "network_transport",
        ], buckets: operations, "Time from a request to its answer. error_type is there for those that failed.")
    static let activeRequests = MetricDefinition(
        "mcp_server_active_requests", .gauge, [], "Requests that are being served, streams of subscriptions too.")
    static let refusedMessages = MetricDefinition(
        "mcp_server_refused_messages_total", .counter, ["rpc_response_status_code"],
        "Messages that were answered with an error before anything was asked of the server.")
    static let resultSize = MetricDefinition(
        "mcp_server_result_size_bytes", .histogram, ["mcp_method_name", "gen_ai_tool_name", "gen_ai_operation_name"], buckets: sizes,
        "Bytes of the message that answers.")
    static let sessionDuration = MetricDefinition(
        "mcp_server_session_duration_seconds", .histogram, ["mcp_protocol_version", "network_transport"], buckets: spells,
        "Time from the opening of a session to its end.")
    static let sessions = MetricDefinition("mcp_server_sessions", .gauge, [], "Sessions of Streamable HTTP that are open.")
    static let streams = MetricDefinition("mcp_server_streams", .gauge, [], "Event streams that are open, of every dialect.")
    static let streamDuration = MetricDefinition(
        "mcp_server_stream_duration_seconds", .histogram, ["http_route"], buckets: spells,
        "Time that an event stream was open which a GET had asked for.")
    static let dropped = MetricDefinition(
        "mcp_server_dropped_total", .counter, ["queue"],
        "What a full queue had no room for: log lines, spans, audit lines, and streams and watchers of events whose readers were too slow.")
    static let events = MetricDefinition(
        "mcp_server_events_total", .counter, ["outcome"],
        "Events that were told to whoever watches, and those that were published here and known already.")
    static let httpDuration = MetricDefinition(
        "http_server_request_duration_seconds", .histogram, ["http_request_method", "http_route", "http_response_status_code"],
        buckets: requests, "Time from a whole request to the end of its response, without streams that a GET had asked for.")
    static let httpActiveRequests = MetricDefinition(
        "http_server_active_requests", .gauge, [], "Requests whose responses have not ended, without streams that a GET had asked for.")
    static let httpClientDuration = MetricDefinition(
        "http_client_request_duration_seconds", .histogram,
        ["http_request_method", "server_address", "server_port", "http_response_status_code", "error_type"], buckets: requests,
        "Time of a call of the ticket API, with its retries.")
    static let retries = MetricDefinition(
        "mcp_upstream_retries_total", .counter, ["server_address", "server_port"], "Requests that were sent to the ticket API once more.")
    static let circuitState = MetricDefinition(
        "mcp_upstream_circuit_state", .gauge, ["server_address", "server_port"],
        "0: calls go to the ticket API; 1: one is let through to try; 2: it is left alone, because it failed too often.")
    static let redisUp = MetricDefinition(
        "mcp_redis_up", .gauge, [], "1: the Redis that instances share can be reached; 0: it is away. Not there without MCP_REDIS_URL.")
    static let redisCommands = MetricDefinition(
        "mcp_redis_commands_total", .counter, ["outcome"],
        "Commands to Redis: answered, refused with an error, as where it has no memory left, or failed, because there was no answer.")
    static let redisLostConnections = MetricDefinition(
        "mcp_redis_lost_connections_total", .counter, [], "Connections to Redis that broke off.")
    static let exportedSpans = MetricDefinition("mcp_trace_exported_spans_total", .counter, [], "Spans that the collector took.")
    static let exportFailures = MetricDefinition(
        "mcp_trace_export_failures_total", .counter, [], "Batches of spans that the collector did not take, after all attempts.")
    static let processCPU = MetricDefinition("process_cpu_seconds_total", .counter, [], "Processor time of the process.")
    static let processMemory = MetricDefinition("process_resident_memory_bytes", .gauge, [], "Memory that the process has in use.")
    static let processFiles = MetricDefinition("process_open_fds", .gauge, [], "File descriptors that are open.")
    static let processStart = MetricDefinition("process_start_time_seconds", .gauge, [], "When the process started, since 1970.")
    static let targetInfo = MetricDefinition("target_info", .gauge, ["service_name", "service_version"], "Always 1; says who we are.")
}

extension PrometheusRegistry {
    func counter(_ metric: MetricDefinition, _ labels: [(String, String)] = []) -> PrometheusCounter {
        counter(metric.name, help: metric.help, labels)
    }

    func gauge(_ metric: MetricDefinition, _ labels: [(String, String)] = []) -> PrometheusGauge {
        gauge(metric.name, help: metric.help, labels)
    }

    func level(_ metric: MetricDefinition) -> PrometheusLevel { level(metric.name, help: metric.help) }

    func histogram(_ metric: MetricDefinition, _ labels: [(String, String)] = []) -> PrometheusHistogram {
        histogram(metric.name, help: metric.help, buckets: metric.buckets, labels)
    }

    func observe(_ metric: MetricDefinition, _ labels: [(String, String)] = [], read: @escaping @Sendable () -> Double) {
        observe(metric.name, help: metric.help, metric.kind, labels, read: read)
    }
}
