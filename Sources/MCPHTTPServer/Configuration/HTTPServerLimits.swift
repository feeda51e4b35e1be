/// What a peer may use.
public struct HTTPServerLimits: Sendable, Hashable {
    /// Connections at a time; further ones get 503.
    public var connections = 20_000
    public var bodyBytes = 4 << 20
    /// All names and values of a head together.
    public var headerBytes = 32 << 10
    /// One name and its value.
    public var headerFieldBytes = 8 << 10
    public var headerFields = 100
    public var targetBytes = 8 << 10
    /// Requests of one connection that wait for the answer to an earlier one; the connection closes after the last of them.
    public var waitingRequests = 128
    /// From the accept, or from the first byte of a later request, to the end of the head.
    public var headTime: Duration = .seconds(10)
    /// From the end of the head to the end of the body.
    public var bodyTime: Duration = .seconds(30)
    /// Between the requests of a connection, and without progress while the peer takes an answer.
    public var idleTime: Duration = .seconds(75)
    /// For the peer to close after the last answer.
    public var lingerTime: Duration = .seconds(2)
    /// Above this, no further request of a connection is served.
    public var highWaterMark = 64 << 10
    /// Below this, what waits counts as drained.
    public var lowWaterMark = 16 << 10
    /// How exactly the times are kept: none ends early, each ends up to two intervals late.
    public var tickInterval: Duration = .seconds(1)

    public init() {}
}
