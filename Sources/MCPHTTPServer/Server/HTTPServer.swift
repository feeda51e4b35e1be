public import Logging
public import MCPTransportHTTP
internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// An HTTP/1.1 server that has requests answered by an `HTTPHandler`, on SwiftNIO's event loops.
///
/// ```swift
/// let server = HTTPServer(handler: handler, configuration: HTTPServerConfiguration(), logger: logger)
/// try await server.run()
/// ```
///
/// The server hands over whole requests within its limits, one at a time of each connection, and answers malformed ones itself.
public final class HTTPServer: Sendable {
    private let handler: any HTTPHandler
    private let configuration: HTTPServerConfiguration
    private let logger: Logger
    private let hasRun = Atomic(false)
    private let bound = Latch<Result<[ListenAddress], HTTPServerError>>()
    private let stop = Latch<Void>()

    /// - Parameter logger: is told when the server listens, stops, and cannot go on.
    public init(handler: some HTTPHandler, configuration: HTTPServerConfiguration, logger: Logger = Logger(label: "mcp.http")) {
        self.handler = handler
        self.configuration = configuration
        self.logger = logger
    }

    /// Where the server listens, with the ports it took. Suspends until it does; throws what ``run()`` throws if it never will.
    public var boundAddresses: [ListenAddress] {
        get async throws(HTTPServerError) { try await bound.wait().get() }
    }

    /// Listens, and serves until ``beginGracefulShutdown()``; then lets running exchanges finish, for the drain time at most.
    ///
    /// May be called once. Cancelling the task closes all connections at once.
    /// - Throws: ``HTTPServerError`` if it cannot listen; `CancellationError` if it was cancelled.
    public func run() async throws {
        guard !hasRun.exchange(true, ordering: .relaxed) else { throw HTTPServerError(.notRunning, "The server has run already.") }
        let group = MultiThreadedEventLoopGroup(numberOfThreads: max(1, configuration.eventLoopThreads))
        do {
            try await serve(on: group)
        } catch {
            bound.set(.failure(error as? HTTPServerError ?? HTTPServerError(.notRunning, "The server has ended.", cause: error)))
            try await group.shutdownGracefully()
            throw error
        }
        try await group.shutdownGracefully()
    }

    /// Stops listening and has ``run()`` return when the running exchanges are finished. On any thread, any number of times.
    public func beginGracefulShutdown() {
        stop.set(())
    }

    private func serve(on group: MultiThreadedEventLoopGroup) async throws {
        let server = ServerContext(
            handler: handler, limits: configuration.limits, connections: ConnectionCount(limit: configuration.limits.connections))
        let workers = group.makeIterator().map { LoopWorker($0, server) }
        // Calls may outlive the server, and with it its event loops.
        defer { for worker in workers { worker.leave() } }
        for worker in workers { try await worker.eventLoop.submit { worker.start() }.get() }
        let listener = Listener(group: group, workers: workers, server: server, tls: try configuration.tls?.makeContext())
        let listening = try await listener.listen(at: configuration.addresses)
        logger.info("listening", metadata: ["addresses": "\(listening.map { "\($0.address)" }.joined(separator: ", "))"])
        bound.set(.success(listening.map(\.address)))
        await withTaskCancellationHandler {
            await stop.wait()
        } onCancel: {
            stop.set(())
        }
        for (channel, address) in listening { await close(channel, at: address) }
        let drain = Drain(workers: workers, server: server, time: configuration.drainTime)
        if Task.isCancelled { await drain.cut() } else { await drain.run() }
        logger.info("stopped")
        try Task.checkCancellation()
    }

    private func close(_ channel: any Channel, at address: ListenAddress) async {
        do {
            try await channel.close().get()
        } catch {
            logger.debug("closing a listening socket failed", metadata: ["error": "\(error)"])
        }
        if case .unixSocket(let path) = address { Platform.removeFile(path) }
    }
}
