/// Carries messages between peers and a server. It owns bytes and never reads what is in them.
public protocol TransportHandler: Sendable {
    /// Serves until the transport is closed or shut down, then returns with nothing left running.
    ///
    /// Cancelling the task stops at once. Called once.
    func run(_ receiver: any MessageReceiver) async throws(TransportError)

    /// Stops accepting; `run` returns when what was accepted is answered. Safe to call at any time, from any thread, more than once.
    func beginGracefulShutdown()
}

/// Takes the messages of a transport.
public protocol MessageReceiver: Sendable {
    /// Admits a message: reads it, applies what it changes (a session opened, a call cancelled), and gives back what is left to do.
    ///
    /// Never blocks and never suspends, so it may be called from an event loop or a reader thread. Messages of one peer take effect in
    /// the order of these calls; that is why a cancellation that follows its request always finds it.
    /// - Returns: a call to start; nil where the message needs no answer.
    func receive(_ exchange: Exchange) -> Call?

    /// Answers what a transport could not even take in as a message, under a null id.
    func refuse(_ error: MCPError, peer: Peer, outlet: any MessageOutlet) -> Call
}
