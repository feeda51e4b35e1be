/// Bounds on what one HTTP handler takes in. Those of single messages are `ServerLimits`.
public struct HTTPLimits: Sendable, Hashable {
    /// Sessions in all; beyond, `initialize` is refused with 503.
    public var sessions = 10_000
    public var sessionsPerPrincipal = 100
    /// A session that nobody used for so long, and that has no stream, is ended.
    public var sessionIdleTime = Duration.seconds(1_800)
    /// Streams that one session has open at once.
    public var streamsPerSession = 8
    /// Streams in all.
    public var streams = 20_000
    /// Events that a session keeps for streams that are resumed, and their bytes.
    public var keptEvents = 1_000
    public var keptBytes = 1 << 20
    /// What may wait to be taken by a slow reader; beyond, its stream is ended, so that it can resume.
    public var unreadBytes = 1 << 20
    /// How long one stream lives; below what cloud hosts allow a request.
    public var streamTime = Duration.seconds(840)
    /// How much longer a stream lives that cannot be resumed and has calls in flight: an answer that comes by then is not lost.
    public var streamGrace = Duration.seconds(45)
    /// Time between comments that keep an idle stream open.
    public var keepAlive = Duration.seconds(15)
    /// A call that takes longer is answered with a stream, if the client takes one, so that the connection is not idle.
    public var patience = Duration.seconds(10)
    /// Calls a second of one principal, and how many at once; beyond, 429.
    public var callsPerSecond = 50.0
    public var callBurst = 100.0

    public init() {}
}
