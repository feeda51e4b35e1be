/// Where spans go, and how many wait. The names in parentheses are OpenTelemetry's variables; nothing is read from the environment here.
public struct OTLPConfiguration: Sendable {
    /// The collector's address for traces, `http://127.0.0.1:4318/v1/traces` (`OTEL_EXPORTER_OTLP_ENDPOINT` without the path).
    public var endpoint: String
    /// Further header fields, most often a key of the collector (`OTEL_EXPORTER_OTLP_HEADERS`). Never logged.
    public var headers: [(name: String, value: String)] = []
    /// Who we are (`OTEL_SERVICE_NAME`).
    public var serviceName: String
    public var serviceVersion: String
    /// What else is known of where we run (`OTEL_RESOURCE_ATTRIBUTES`).
    public var resource: [(name: String, value: String)] = []
    /// Spans that wait at most; what comes beyond is dropped and counted.
    public var queue = 2_048
    /// Spans of one request to the collector.
    public var batch = 512
    /// How long a span waits at most, unless a batch is full before.
    public var delay = Duration.seconds(5)
    /// Between two batches: bounds what a busy server spends on its traces, to some 2,500 spans a second.
    public var pause = Duration.milliseconds(200)
    /// For one request to the collector, with its retries.
    public var timeout = Duration.seconds(10)

    public init(endpoint: String, serviceName: String, serviceVersion: String) {
        self.endpoint = endpoint
        self.serviceName = serviceName
        self.serviceVersion = serviceVersion
    }
}
