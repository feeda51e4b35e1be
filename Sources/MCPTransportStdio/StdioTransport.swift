public import MCPCore
internal import Synchronization

/// MCP over standard input and output: one message a line (specification, transports, stdio).
///
/// One thread reads; each call starts on it. End of input, or a shutdown, lets calls finish for ``StdioLimits/drainTime`` and then
/// cancels them. A client that stops reading ends it quietly.
public final class StdioTransport: TransportHandler {
    private let streams: StandardStreams
    private let auth: any AuthProvider
    private let limits: StdioLimits
    private let state = Mutex(State.idle)

    private enum State {
        case idle
        case running(StdioConnection)
        case stopped
    }

    /// - Parameters:
    ///   - streams: see ``StandardStreams/claim()``.
    ///   - auth: is asked once, who started the process.
    public init(_ streams: StandardStreams, auth: any AuthProvider = FixedPrincipalAuth(), limits: StdioLimits = StdioLimits()) {
        self.streams = streams
        self.auth = auth
        self.limits = limits
    }

    public func run(_ receiver: any MessageReceiver) async throws(TransportError) {
        let principal: Principal
        do throws(AuthError) {
            principal = try await auth.authenticate(AuthRequest(channel: .process))
        } catch {
            throw TransportError(.unauthenticated, error.message)
        }
        let connection = StdioConnection(streams, receiver, principal, limits)
        let mayRun = state.withLock { state in
            guard case .idle = state else { return false }
            state = .running(connection)
            return true
        }
        guard mayRun else { return }
        defer { state.withLock { $0 = .stopped } }
        let error = await withTaskCancellationHandler {
            await connection.run()
        } onCancel: {
            connection.abort()
        }
        if let error { throw error }
    }

    public func beginGracefulShutdown() {
        let connection = state.withLock { state -> StdioConnection? in
            if case .running(let connection) = state { return connection }
            state = .stopped
            return nil
        }
        connection?.drain()
    }
}
