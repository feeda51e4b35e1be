/// How events are put together for a reader who wants few, large messages.
public struct EventBatching: Sendable, Hashable {
    /// So many are told at once.
    public var count: Int
    /// Fewer are told after so long.
    public var time: Duration

    public init(count: Int, time: Duration) {
        self.count = max(1, count)
        self.time = max(.zero, time)
    }
}
