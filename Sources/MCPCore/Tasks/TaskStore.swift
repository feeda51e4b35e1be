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

    /// Hands a request to the server that runs a task, where several servers share the store. Does not wait for what becomes of it.
    /// - Returns: false where no other server runs it.
    func forward(_ request: TaskRequest, to id: String) async throws(TaskStoreError) -> Bool

    /// From here on, takes what others forward to the tasks that this server has created. Called once.
    /// - Parameter take: is called by one thread at a time, and must not block.
    func receive(_ take: @escaping @Sendable (_ id: String, TaskRequest) -> Void)
}

/// For stores of one server.
extension TaskStore {
    public func forward(_ request: TaskRequest, to id: String) async throws(TaskStoreError) -> Bool { false }
    public func receive(_ take: @escaping @Sendable (_ id: String, TaskRequest) -> Void) {}
}

/// What a client wants of a task that runs elsewhere.
public enum TaskRequest: Sendable, Hashable {
    /// With what is to be said of it.
    case cancel(String)
    /// By the keys of the questions.
    case answers(JSONObject)
    /// The client was asked what has this key, and will not answer; with why.
    case refusal(String, String)
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
