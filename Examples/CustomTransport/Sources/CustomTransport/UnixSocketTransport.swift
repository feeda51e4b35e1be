import MCPCore
import NIOCore
import NIOPosix
import Synchronization

/// MCP over a Unix-domain socket: one message a line, any number of peers at once.
///
/// Whoever can open the socket is let in, so it belongs into a directory of its user alone. A socket that is left at the path is replaced;
/// ours is removed at the end.
final class UnixSocketTransport: TransportHandler {
    struct Limits: Sendable {
        /// Peers at a time; further connections are closed at once.
        var peers = 64
        /// One message, in bytes. A longer one is refused and skipped.
        var lineBytes = 4 << 20
        /// Calls of one peer that are not finished; beyond, nothing more of it is read until one is.
        var callsPerPeer = 64
        /// How long calls go on after their peer has closed its side, or a shutdown has begun.
        var drainTime = Duration.seconds(10)
    }

    private struct State {
        enum Phase { case idle, listening, stopped }

        var phase = Phase.idle
        var listener: (any Channel)?
        /// Connections that were accepted and are not closed, and whether they are served yet.
        var peers: [ObjectIdentifier: (channel: any Channel, isServed: Bool)] = [:]
    }

    private let path: String
    private let principal: Principal
    private let limits: Limits
    private let state = Mutex(State())
    private let accepted: (stream: AsyncStream<any Channel>, continuation: AsyncStream<any Channel>.Continuation)
    private let ready = AsyncStream.makeStream(of: Never.self)

    /// - Parameter principal: who everybody is.
    init(path: String, principal: Principal = Principal(id: "local"), limits: Limits = Limits()) {
        self.path = path
        self.principal = principal
        self.limits = limits
        accepted = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(limits.peers))
    }

    /// Suspends until peers can connect, or never will.
    func isListening() async {
        for await _ in ready.stream {}
    }

    func run(_ receiver: any MessageReceiver) async throws(TransportError) {
        defer { ready.continuation.finish() }
        do {
            let listener = try await listen()
            listener.closeFuture.whenComplete { [accepted] _ in accepted.continuation.finish() }
            if begin(listener) { ready.continuation.finish() } else { listener.close(promise: nil) }
            await withDiscardingTaskGroup { group in
                for await channel in accepted.stream {
                    group.addTask { [self] in await serve(channel, receiver) }
                }
            }
            beginGracefulShutdown()
            try await listener.closeFuture.get()
        } catch {
            throw TransportError(.system, "\(path): \(error)")
        }
    }

    func beginGracefulShutdown() {
        let open = state.withLock { state in
            defer { state.phase = .stopped }
            return state
        }
        open.listener?.close(promise: nil)
        for (channel, isServed) in open.peers.values {
            // No more is read of those who are served, and what they have sent is answered.
            channel.close(mode: isServed ? .input : .all, promise: nil)
        }
    }

    private func listen() async throws -> any Channel {
        try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            // A peer may close its side and still wait for answers.
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            // Nothing is read of a peer before somebody serves it.
            .childChannelOption(.autoRead, value: false)
            .childChannelInitializer { [self] channel in channel.eventLoop.makeCompletedFuture { accept(channel) } }
            .bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true).get()
    }

    private func accept(_ channel: any Channel) {
        let hasRoom = state.withLock { state in
            guard state.phase != .stopped, state.peers.count < limits.peers else { return false }
            state.peers[ObjectIdentifier(channel)] = (channel, isServed: false)
            return true
        }
        guard hasRoom else { return channel.close(promise: nil) }
        channel.closeFuture.whenComplete { [self] _ in state.withLock { $0.peers[ObjectIdentifier(channel)] = nil } }
        accepted.continuation.yield(channel)
    }

    private func serve(_ channel: any Channel, _ receiver: any MessageReceiver) async {
        state.withLock { $0.peers[ObjectIdentifier(channel)]?.isServed = true }
        do {
            let connection = try await channel.eventLoop.submit { [limits] in
                try channel.pipeline.syncOperations.addHandler(ByteToMessageHandler(LineDecoder(limit: limits.lineBytes)))
                return try Connection(wrappingChannelSynchronously: channel)
            }.get()
            try await SocketPeer(connection, principal, limits, receiver).serve()
        } catch {
            // It was gone before it was served.
        }
    }

    /// - Returns: false if a shutdown came first.
    private func begin(_ listener: any Channel) -> Bool {
        state.withLock { state in
            guard state.phase == .idle else { return false }
            state.phase = .listening
            state.listener = listener
            return true
        }
    }
}
