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
        guard let connection = open(receiver, try await principal()) else { return }
        defer { state.withLock { $0 = .stopped } }
        let error = await withTaskCancellationHandler {
            await connection.run()
        } onCancel: {
            connection.abort()
        }
        if let error { throw error }
    }

    /// Serves with the calling thread as the one that reads, and ends the process when the conversation is over.
    ///
    /// For the main thread of a program that does nothing else: it answers its first message before another thread has to be made,
    /// half a millisecond sooner than with ``run(_:)``.
    /// - Parameter end: called once, from any thread, with why it ended if not in peace.
    public func runProcess(_ receiver: any MessageReceiver, end: @escaping @Sendable (TransportError?) -> Never) -> Never {
        switch Blocking.value({ await self.identify() }) {
        case .failure(let error): end(error)
        case .success(let principal):
            guard let connection = open(receiver, principal) else { end(nil) }
            connection.runOnThisThread(end: end)
        }
    }

    private func identify() async -> Result<Principal, TransportError> {
        do throws(TransportError) {
            return .success(try await principal())
        } catch {
            return .failure(error)
        }
    }

    private func principal() async throws(TransportError) -> Principal {
        do throws(AuthError) {
            return try await auth.authenticate(AuthRequest(channel: .process))
        } catch {
            throw TransportError(.unauthenticated, error.message)
        }
    }

    /// - Returns: nil if it ran, or was shut down, before.
    private func open(_ receiver: any MessageReceiver, _ principal: Principal) -> StdioConnection? {
        state.withLock { state in
            guard case .idle = state else { return nil }
            let connection = StdioConnection(streams, receiver, principal, limits)
            state = .running(connection)
            return connection
        }
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
