/// Where the answers to one message go.
///
/// Safe to use concurrently; each message goes out whole.
public protocol MessageOutlet: Sendable {
    /// Hands a message over. Suspends while the peer is slow, which is how a peer slows a server down.
    /// - Throws: ``TransportError/Reason/closed`` once the peer is gone.
    func send(_ message: RawMessage, as role: MessageRole) async throws(TransportError)

    /// Hands a message over if that takes no waiting: for what goes to many at once, where a task for each would cost more than the message.
    /// - Returns: false where it was not taken, and ``send(_:as:)`` is the way.
    func offer(_ message: RawMessage, as role: MessageRole) -> Bool

    /// The executor that writes to this peer, if it is always the same: what goes to many peers at once is told there, by each to its own.
    /// ``offer(_:as:)`` must not take long on it. Nil where every thread is as good as another.
    var executor: (any TaskExecutor)? { get }

    /// Lets go of the connection while the answer is still to come, and has the client come back for it after a while.
    ///
    /// Transports whose answers can be had later implement it; for the others there is nothing to do.
    func release(retryAfter: Duration) async
}

extension MessageOutlet {
    public func release(retryAfter: Duration) async {}
    public var executor: (any TaskExecutor)? { nil }
    public func offer(_ message: RawMessage, as role: MessageRole) -> Bool { false }
}

/// What a message is to the one that it answers.
public enum MessageRole: Sendable, Hashable {
    /// The last word: nothing more comes for that message. With the code of the error, if it is one.
    case reply(MCPError.Code?)
    /// Something on the way to the reply, such as progress.
    case related
}
