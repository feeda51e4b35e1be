internal import MCPCore

/// Decides which traces are recorded (OpenTelemetry, tracing SDK, built-in samplers).
public struct TraceSampler: Sendable, Hashable {
    /// Of the traces that begin here, from 0 to 1.
    public var ratio: Double
    /// A trace that began elsewhere is recorded here if it is there. Without it, every trace is decided on by its id alone.
    public var heedsParent: Bool

    public init(ratio: Double = 1, heedsParent: Bool = true) {
        self.ratio = min(max(ratio, 0), 1)
        self.heedsParent = heedsParent
    }

    /// Every instance decides alike on one trace.
    func samples(_ trace: TraceID, parent: TraceContext?) -> Bool {
        if heedsParent, let parent { return parent.isSampled }
        if ratio >= 1 { return true }
        return trace.low >> 1 < UInt64(ratio * 0x1p63)
    }
}
