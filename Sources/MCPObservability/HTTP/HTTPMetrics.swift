internal import MCPTransportHTTP
internal import Synchronization

/// What is measured of HTTP requests, whatever they are about.
final class HTTPMetrics: Sendable {
    static let methods = ["POST", "GET", "DELETE", "OPTIONS", "HEAD"]
    /// For a client that went before its response was there, as several servers write it.
    static let gone = 499

    let active: PrometheusGauge
    private let registry: PrometheusRegistry
    private let series = Mutex<[Int: PrometheusHistogram]>([:])

    init(_ registry: PrometheusRegistry) {
        self.registry = registry
        active = registry.gauge(.httpActiveRequests)
    }

    func record(method: String, route: Int, status: Int, _ duration: Duration) {
        let methodIndex = Self.methods.firstIndex(of: method) ?? Self.methods.count
        let status = min(max(status, 0), 999)
        let key = (methodIndex * RouteLabel.count + route) * 1_000 + status
        let histogram = series.withLock { series in
            if let known = series[key] { return known }
            let name = methodIndex < Self.methods.count ? Self.methods[methodIndex] : "_OTHER"
            let made = registry.histogram(
                .httpDuration,
                [
                    ("http_request_method", name), ("http_route", RouteLabel.name(route)), ("http_response_status_code", String(status)),
                ])
            series[key] = made
            return made
        }
        histogram.record(duration)
    }

    func streamEnded(route: Int, _ duration: Duration) {
        registry.histogram(.streamDuration, [("http_route", RouteLabel.name(route))]).record(duration)
    }
}
