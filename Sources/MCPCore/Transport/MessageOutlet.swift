/// Where the answers to one message go.
///
/// Safe to use concurrently; each message goes out whole.
public protocol MessageOutlet: Sendable {
    /// Hands a message over. Suspends while the peer is slow, which is how a peer slows a server down.
    /// - Throws: ``TransportError/Reason/closed`` once the peer is gone.
    func send(_ message: RawMessage) async throws(TransportError)
}
