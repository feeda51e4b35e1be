/// Where audit lines go: a file, a pipe, a collector.
public protocol AuditSink: Sendable {
    /// Keeps whole lines, in order. Called by one task at a time; where it throws, the same lines come again later.
    func write(_ lines: [UInt8]) async throws(AuditSinkError)
}

/// Lines that could not be kept.
public struct AuditSinkError: Error, Sendable, Hashable {
    public let message: String

    public init(_ message: String) {
        self.message = message
    }
}

/// What a server does while its audit lines cannot be kept.
public enum AuditLoss: String, Sendable, Hashable, CaseIterable {
    /// Calls that may change something are refused; others go on.
    case refuseWrites = "refuse-writes"
    /// All calls go on. Lines beyond the bound are counted, and the count is written when the sink is back.
    case countAndWarn = "warn"
}
