internal import MCPTransportHTTP

/// What is measured of HTTP requests, whatever they are about.
final class HTTPMetrics: ResponseObserver {
    static let methods = ["POST", "GET", "DELETE", "OPTIONS", "HEAD"]
    /// For a client that went before its response was there, as several servers write it.
    private static let gone = 499

    private let active: PrometheusLevel
    private let registry: PrometheusRegistry
    private let series = SeriesTable<Int, PrometheusHistogram>(capacity: 1_024)

    init(_ registry: PrometheusRegistry) {
        self.registry = registry
        active = registry.level(.httpActiveRequests)
    }

    /// - Returns: what its response is to be told with.
    func requestBegan(_ request: HTTPRequest) -> Int {
        active.up()
        let method = Self.methods.firstIndex(of: request.method) ?? Self.methods.count
        return method * RouteLabel.count + RouteLabel.index(of: request.path)
    }

    func responseEnded(_ tag: Int, status: Int?, nanoseconds: Int64) {
        active.down()
        let status = min(max(status ?? Self.gone, 0), 999)
        let key = tag * 1_000 + status
        series.withValue(of: key, hash: key) {
            let (method, route) = tag.quotientAndRemainder(dividingBy: RouteLabel.count)
            let name = method < Self.methods.count ? Self.methods[method] : "_OTHER"
            return registry.histogram(
                .httpDuration,
                [
                    ("http_request_method", name), ("http_route", RouteLabel.name(route)), ("http_response_status_code", String(status)),
                ])
        } _: {
            $0.recordNanoseconds(nanoseconds)
        }
    }

    func streamBegan(_ tag: Int) {
        active.down()
    }

    func streamEnded(_ tag: Int, nanoseconds: Int64) {
        registry.histogram(.streamDuration, [("http_route", RouteLabel.name(tag % RouteLabel.count))]).recordNanoseconds(nanoseconds)
    }
}
