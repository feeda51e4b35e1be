/// How long the last exchange of a call took, and how many there were. All but `total` count from the start of that exchange.
public struct FetchTiming: Sendable, Hashable {
    /// The whole call: retries, waits between them and redirects too. For a stream, until its head.
    public var total: Duration = .zero
    public var nameLookup: Duration = .zero
    public var connect: Duration = .zero
    /// Zero where there was no handshake.
    public var tls: Duration = .zero
    public var firstByte: Duration = .zero
    public var isReusedConnection = false
    public var attempts = 1
    public var redirects = 0
    /// As the response named it: `HTTP/1.1`, `HTTP/2`.
    public var httpVersion = ""

    public init() {}
}
