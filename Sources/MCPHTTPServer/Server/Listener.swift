internal import NIOCore
internal import NIOPosix
internal import NIOSSL

/// Listens at addresses, and sets up what is accepted.
struct Listener {
    let group: MultiThreadedEventLoopGroup
    let workers: [LoopWorker]
    let server: ServerContext
    let tls: NIOSSLContext?

    /// - Returns: the listening sockets, which the caller closes, and where they listen.
    func listen(at addresses: [ListenAddress]) async throws(HTTPServerError) -> [(channel: any Channel, address: ListenAddress)] {
        var listening: [(channel: any Channel, address: ListenAddress)] = []
        do throws(HTTPServerError) {
            for address in addresses { listening.append(try await listen(at: address)) }
            return listening
        } catch {
            for (channel, _) in listening { channel.close(promise: nil) }
            throw error
        }
    }

    private func listen(at address: ListenAddress) async throws(HTTPServerError) -> (channel: any Channel, address: ListenAddress) {
        do {
            switch address {
            case .unixSocket(let path):
                return (try await bootstrap(isTCP: false).bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true).get(), address)
            case .tcp(let host, let range):
                let channel = try await listen(at: host, range)
                return (channel, .tcp(host: host, port: channel.localAddress?.port ?? range.lowerBound))
            }
        } catch let error as IOError where error.errnoCode == Platform.addressInUse {
            throw HTTPServerError(.addressInUse, Self.inUse(address))
        } catch {
            throw HTTPServerError(.cannotListen, "Cannot listen at \(address).", cause: error)
        }
    }

    private func listen(at host: String, _ range: ClosedRange<Int>) async throws -> any Channel {
        for port in range.dropLast() {
            do {
                return try await bootstrap(isTCP: true).bind(host: host, port: port).get()
            } catch let error as IOError where error.errnoCode == Platform.addressInUse {
                continue
            }
        }
        return try await bootstrap(isTCP: true).bind(host: host, port: range.upperBound).get()
    }

    private static func inUse(_ address: ListenAddress) -> String {
        switch address {
        case .tcp(let host, let range) where range.count == 1: "Port \(range.lowerBound) of \(host) is in use."
        case .tcp(let host, let range): "All ports from \(range.lowerBound) to \(range.upperBound) of \(host) are in use."
        case .unixSocket(let path): "\(path) is in use."
        }
    }

    private func bootstrap(isTCP: Bool) -> ServerBootstrap {
        let limits = server.limits
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 4096)
            .childChannelOption(.recvAllocator, value: AdaptiveRecvByteBufferAllocator(minimum: 256, initial: 1024, maximum: 32 << 10))
            .childChannelOption(.maxMessagesPerRead, value: 2)
            .childChannelOption(
                .writeBufferWaterMark,
                value: ChannelOptions.Types.WriteBufferWaterMark(low: limits.lowWaterMark, high: limits.highWaterMark)
            )
            .childChannelInitializer { channel in channel.eventLoop.makeCompletedFuture { try setUp(channel) } }
        guard isTCP else { return bootstrap }
        return
            bootstrap
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
    }

    private func setUp(_ channel: any Channel) throws {
        guard let worker = workers.first(where: { $0.eventLoop === channel.eventLoop }) else { return channel.close(promise: nil) }
        let admission = server.connections.enter()
        guard admission != .dropped else { return channel.close(promise: nil) }
        let pipeline = channel.pipeline.syncOperations
        if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls)) }
        try pipeline.addHandler(HTTPConnection(worker, isTurnedAway: admission == .turnedAway, isPlain: tls == nil))
    }
}
