/// Bounds on what one server takes in.
public struct ServerLimits: Sendable, Hashable {
    public var json = JSONLimits()
    /// Requests of one peer that run at once; further ones wait.
    public var runningPerPeer = 64
    /// Requests of one peer that may wait; further ones are refused.
    public var waitingPerPeer = 1_024
    /// Messages in one batch (2025-03-26).
    public var batch = 64
    /// How long one request may take, unless its tool says otherwise.
    public var requestTime = Duration.seconds(60)
    /// How long a person may take to answer a question.
    public var inputTime = Duration.seconds(600)
    /// Subscriptions of one peer (modern era), and resources that one session is told of (legacy era).
    public var subscriptionsPerPeer = 256
    /// Elements of one page of a list.
    public var page = 100

    public init() {}
}
