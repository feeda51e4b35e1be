/// How many connections to a database server there may be, and how long a request waits for one.
public struct PoolLimits: Sendable {
    /// Each has a thread of its own while it is open.
    public var connections: Int
    /// Requests that may wait for a connection; beyond them, a request is refused at once.
    public var waiting: Int
    /// A request that has waited so long is refused.
    public var waitSeconds: Double
    /// A connection that nobody has used for so long is closed.
    public var idleSeconds: Double

    public init(connections: Int = 8, waiting: Int = 256, waitSeconds: Double = 5, idleSeconds: Double = 300) {
        self.connections = max(1, connections)
        self.waiting = max(0, waiting)
        self.waitSeconds = waitSeconds
        self.idleSeconds = idleSeconds
    }
}
