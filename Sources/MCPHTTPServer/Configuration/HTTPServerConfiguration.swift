internal import NIOCore

/// Where an ``HTTPServer`` listens and what it allows.
public struct HTTPServerConfiguration: Sendable {
    /// The server listens at all of them.
    public var addresses: [ListenAddress]
    /// Plain HTTP where it is nil.
    public var tls: HTTPServerTLS?
    /// Threads that run event loops.
    public var eventLoopThreads: Int
    public var limits: HTTPServerLimits
    /// How long running exchanges may go on after a graceful shutdown has begun.
    public var drainTime: Duration

    /// - Parameter eventLoopThreads: as many as there are cores where it is nil.
    public init(
        addresses: [ListenAddress] = [.tcp(host: "127.0.0.1", port: 8080)],
        tls: HTTPServerTLS? = nil,
        eventLoopThreads: Int? = nil,
        limits: HTTPServerLimits = HTTPServerLimits(),
        drainTime: Duration = .seconds(10)
    ) {
        self.addresses = addresses
        self.tls = tls
        self.eventLoopThreads = eventLoopThreads ?? System.coreCount
        self.limits = limits
        self.drainTime = drainTime
    }
}
