/// What one HTTP handler holds at a moment; see ``MCPHTTPHandler/load``.
public struct HTTPLoad: Sendable, Hashable {
    /// Sessions of Streamable HTTP.
    public var sessions = 0
    /// Event streams that are open, of every dialect.
    public var streams = 0
    /// Streams that were ended since the start because their readers were too slow.
    public var overflows = 0

    public init() {}

    public static func + (left: HTTPLoad, right: HTTPLoad) -> HTTPLoad {
        var sum = left
        sum.sessions += right.sessions
        sum.streams += right.streams
        sum.overflows += right.overflows
        return sum
    }
}
