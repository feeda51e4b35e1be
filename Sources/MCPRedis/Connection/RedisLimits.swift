/// Bounds on what a client waits for, and on what it keeps.
public struct RedisLimits: Sendable, Hashable {
    /// For a connection, of each address that a name has.
    public var connectTime = Duration.seconds(2)
    /// From a command's being given to its answer. When one has waited so long the connection counts as broken, and all that wait for it fail.
    public var commandTime = Duration.seconds(2)
    /// Between two attempts to connect, the first and the longest; each a little longer or shorter, so that many clients do not come at once.
    public var firstPause = Duration.milliseconds(100)
    public var longestPause = Duration.seconds(2)
    /// Commands that wait to be sent; beyond, they fail at once.
    public var queuedCommands = 50_000
    public var queuedBytes = 64 << 20
    /// Commands that were sent and have no answer yet; beyond, they wait to be sent.
    public var sentCommands = 10_000

    public init() {}
}
