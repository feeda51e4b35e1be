/// Keeps what is known of tasks.
///
/// Safe to use concurrently. A record whose time to live is over may be forgotten at any moment, and is never given out.
public protocol TaskStore: Sendable {
    /// - Throws: ``TaskStoreError`` if there is no room, or the store cannot be reached.
    func create(_ record: TaskRecord) async throws(TaskStoreError)

    /// Replaces a record, unless the one that is kept is terminal, or later (``TaskRecord/version``): of two ends of one task the first
    /// counts, and updates may overtake one another.
    /// - Returns: what is kept now; nil if nothing is.
    func update(_ record: TaskRecord) async throws(TaskStoreError) -> TaskRecord?

    /// - Returns: nil for an id that nobody has, and for somebody else's.
    func task(_ id: String, of owner: String) async throws(TaskStoreError) -> TaskRecord?

    /// All tasks of one owner, oldest first.
    func tasks(of owner: String) async throws(TaskStoreError) -> [TaskRecord]
}

public struct TaskStoreError: Error, Sendable, Hashable {
    public enum Reason: Sendable, Hashable {
        /// Too many tasks, of one owner or in all.
        case full
        case unavailable
    }

    public let reason: Reason
    /// For the operator.
    public let message: String

    public init(_ reason: Reason, _ message: String) {
        self.reason = reason
        self.message = message
    }
}
