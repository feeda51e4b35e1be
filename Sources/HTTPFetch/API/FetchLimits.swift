/// Every bound of the client. Connections and requests are counted over all its threads.
public struct FetchLimits: Sendable, Hashable {
    /// Decoded bytes of a body that `send` collects.
    public var responseBytes = 10 << 20
    /// Bytes of a body that `stream` hands out.
    public var streamBytes = 1 << 30
    /// Bytes and lines of a response's head.
    public var headerBytes = 64 << 10
    public var headerCount = 200
    public var hostConnections = 16
    public var totalConnections = 64
    /// Requests at work or waiting for a connection; one more is refused.
    public var inFlight = 1_024
    /// A stream stops reading above the high mark and reads on below the low one.
    public var streamHighWater = 256 << 10
    public var streamLowWater = 64 << 10
    /// How long an idle connection is kept: shorter than servers do, for a request on a dying connection may be lost.
    public var idleConnectionSeconds = 50

    public init() {}
}
