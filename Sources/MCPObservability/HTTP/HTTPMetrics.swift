/// What is measured of HTTP requests, whatever they are about.
final class HTTPMetrics: Sendable {
    static let methods = ["POST", "GET", "DELETE", "OPTIONS", "HEAD"]
    /// For a client that went before its response was there, as several servers write it.
    static let gone = 499

    let active: PrometheusLevel
    private let registry: PrometheusRegistry
    private let series = SeriesTable<Int, PrometheusHistogram>(capacity: 1_024)

    init(_ registry: PrometheusRegistry) {
        self.registry = registry
        active = registry.level(.httpActiveRequests)
    }

    func record(method: String, route: Int, status: Int, nanoseconds: Int64) {
        let methodIndex = Self.methods.firstIndex(of: method) ?? Self.methods.count
        let status = min(max(status, 0), 999)
        let key = (methodIndex * RouteLabel.count + route) * 1_000 + status
        let histogram = series.value(of: key, hash: key) {
            let name = methodIndex < Self.methods.count ? Self.methods[methodIndex] : "_OTHER"
            return registry.histogram(
                .httpDuration,
                [
                    ("http_request_method", name), ("http_route", RouteLabel.name(route)), ("http_response_status_code", String(status)),
                ])
        }
        histogram.recordNanoseconds(nanoseconds)
    }

    func streamEnded(route: Int, nanoseconds: Int64) {
        registry.histogram(.streamDuration, [("http_route", RouteLabel.name(route))]).recordNanoseconds(nanoseconds)
    }
}
