internal import Synchronization

/// Counts what becomes of the store that instances share: whether it is there, and what it did with commands. For metrics, and for whoever
/// asks how a server is. Safe to use from any thread.
public final class StoreTally: Sendable {
    private let missing: Atomic<Int>
    private let lost = Atomic(0)
    private let answered = Atomic(0)
    private let refused = Atomic(0)
    private let failed = Atomic(0)

    /// - Parameter connections: how many it takes to reach the store; it is there when all of them are.
    public init(connections: Int = 1) { missing = Atomic(connections) }

    /// Whether the store can be reached, as far as is known.
    public var isConnected: Bool { missing.load(ordering: .relaxed) <= 0 }
    /// Connections that broke off, other than those that were given up here.
    public var lostConnections: Int { lost.load(ordering: .relaxed) }
    /// Commands that the store did.
    public var answeredCommands: Int { answered.load(ordering: .relaxed) }
    /// Commands that the store answered with an error: it has no room, or may not be written to.
    public var refusedCommands: Int { refused.load(ordering: .relaxed) }
    /// Commands to which there was no answer; whether they took effect is not known, unless there was no connection.
    public var failedCommands: Int { failed.load(ordering: .relaxed) }

    package func connected() { missing.subtract(1, ordering: .relaxed) }

    /// - Parameter byItself: false for one that we ended.
    package func disconnected(byItself: Bool) {
        missing.add(1, ordering: .relaxed)
        if byItself { lost.add(1, ordering: .relaxed) }
    }

    package func done(isRefused: Bool) {
        if isRefused { refused.add(1, ordering: .relaxed) } else { answered.add(1, ordering: .relaxed) }
    }

    package func undone(_ count: Int) { failed.add(count, ordering: .relaxed) }
}
