public import HTTPFetch
public import Logging
public import MCPCore
public import MCPLogging
public import MCPTransportHTTP

/// All of it, put together: what a program that serves over HTTP is watched with.
public struct Observability: Sendable {
    /// Nil where nothing is measured.
    public let registry: PrometheusRegistry?
    /// Nil where nothing is traced.
    public let exporter: OTLPExporter?
    private let tracer: OTLPTracer?
    private let accessLog: AccessLog?

    /// - Parameters:
    ///   - metrics: whether anything is measured.
    ///   - traces: where spans go; nil for nowhere.
    public init(
        service: (name: String, version: String), metrics: Bool, accessLog: AccessLog?, traces: OTLPConfiguration?,
        sampler: TraceSampler = TraceSampler(), logger: Logger
    ) {
        self.accessLog = accessLog
        exporter = traces.map { OTLPExporter($0, logger: logger) }
        tracer = exporter?.tracer(sampler)
        guard metrics else {
            registry = nil
            return
        }
        let registry = PrometheusRegistry()
        self.registry = registry
        registry.gauge(.targetInfo, [("service_name", service.name), ("service_version", service.version)]).set(1.0)
        registry.observe(.dropped, [("queue", "log")]) { Double(LogOutput.standardError.dropped) }
        ProcessMetrics.add(to: registry)
        exporter?.report(to: registry)
    }

    /// Nil where nobody wants to know.
    public var serverObserver: (any ServerObserver)? {
        guard registry != nil || tracer != nil || accessLog != nil else { return nil }
        return ServerTelemetry(metrics: registry, accessLog: accessLog, tracer: tracer)
    }

    public var fetchObserver: (any FetchObserver)? {
        guard registry != nil || tracer != nil else { return nil }
        return UpstreamTelemetry(metrics: registry, tracer: tracer)
    }

    /// Counts what an audit log could not keep.
    public func watch(_ audit: AuditLog) {
        registry?.observe(.dropped, [("queue", "audit")]) { Double(audit.lost) }
    }

    /// Counts what happens to events.
    public func watch(_ events: EventTally) {
        registry?.observe(.events, [("outcome", "told")]) { Double(events.eventsTold) }
        registry?.observe(.events, [("outcome", "known")]) { Double(events.eventsKnown) }
        registry?.observe(.dropped, [("queue", "events")]) { Double(events.slowReaders) }
    }

    /// Counts what becomes of the Redis that instances share.
    public func watch(_ redis: StoreTally) {
        registry?.observe(.redisUp) { redis.isConnected ? 1 : 0 }
        registry?.observe(.redisLostConnections) { Double(redis.lostConnections) }
        registry?.observe(.redisCommands, [("outcome", "answered")]) { Double(redis.answeredCommands) }
        registry?.observe(.redisCommands, [("outcome", "refused")]) { Double(redis.refusedCommands) }
        registry?.observe(.redisCommands, [("outcome", "failed")]) { Double(redis.failedCommands) }
    }

    /// - Parameter load: what the handler has open just now.
    public func observe(_ handler: any HTTPHandler, load: @escaping @Sendable () -> HTTPLoad) -> any HTTPHandler {
        guard registry != nil || tracer != nil || accessLog != nil else { return handler }
        return ObservedHandler(handler, metrics: registry, load: load, tracer: tracer)
    }

    /// Makes what libraries measure and trace part of it. Once for a process, before anything else.
    public func bootstrap() {
        Bootstrap.once(registry: registry, tracer: tracer)
    }

    /// Lets what is under way go out.
    public func shutdown(within time: Duration) async {
        await exporter?.shutdown(within: time)
        LogOutput.standardError.flush()
    }
}
