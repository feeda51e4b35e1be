/// Bounds on what one stdio process takes in.
public struct StdioLimits: Sendable, Hashable {
    /// Length of one line, in bytes. A longer one is refused with a JSON-RPC error and skipped.
    public var lineBytes = 4 << 20
    /// Calls that are not finished; beyond, nothing more is read until one is.
    public var callsInFlight = 1_024
    /// How long calls may go on after the client has closed its end, or the process was told to end.
    public var drainTime = Duration.seconds(10)

    public init() {}
}
