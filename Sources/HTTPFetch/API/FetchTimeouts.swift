/// How long each part of a call may take; nil is no limit.
public struct FetchTimeouts: Sendable, Hashable {
    /// Name look-up, TCP and TLS together.
    public var connect: Duration?
    /// The whole call with queueing, retries, the waits between them and redirects. For a stream, until its head.
    public var total: Duration?
    /// The longest time without a byte, in whole seconds. Not counted while a stream's reader holds it back.
    public var stall: Duration?

    public init(connect: Duration? = .seconds(5), total: Duration? = .seconds(30), stall: Duration? = .seconds(15)) {
        self.connect = connect
        self.total = total
        self.stall = stall
    }
}

extension Duration {
    /// Milliseconds for libcurl, which takes 0 as its own default: at least 1.
    var curlMilliseconds: Int {
        let (seconds, attoseconds) = components
        return Int(clamping: max(1, min(seconds, 2_000_000) * 1_000 + attoseconds / 1_000_000_000_000_000))
    }

    /// Whole seconds, rounded up, at least 1.
    var curlSeconds: Int {
        let (seconds, attoseconds) = components
        return Int(clamping: max(1, min(seconds, 2_000_000) + (attoseconds > 0 ? 1 : 0)))
    }

    init(microseconds value: Int64) { self = .microseconds(max(0, value)) }
}
