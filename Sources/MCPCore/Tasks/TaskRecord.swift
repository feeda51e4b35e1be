/// What is known of a task: a call that goes on after its request was answered (2025-11-25 tasks, 2026-07-28 extension
/// `io.modelcontextprotocol/tasks`).
public struct TaskRecord: Sendable, Hashable {
    public enum Status: String, Sendable, Hashable {
        case working
        /// It waits for answers; see ``TaskRecord/questions``.
        case inputRequired = "input_required"
        /// Its request has a result, which may be that the tool failed.
        case completed
        /// Its request would have been answered with a protocol error.
        case failed
        case cancelled

        /// Nothing changes any more.
        public var isTerminal: Bool {
            switch self {
            case .working, .inputRequired: false
            case .completed, .failed, .cancelled: true
            }
        }
    }

    /// At least 128 random bits: where nobody has a name, it is all that protects a task.
    public let id: String
    /// Who may see it.
    public let owner: String
    public internal(set) var status: Status
    public internal(set) var message: String?
    /// Since 1970.
    public let created: Duration
    /// Since 1970.
    public internal(set) var updated: Duration
    /// From its creation on; afterwards it may be gone.
    public let timeToLive: Duration
    /// How often a client should ask.
    public let pollInterval: Duration
    /// What it asks, by key: `method` and `params` of each request.
    public internal(set) var questions: JSONObject
    /// What its request would have been answered with, in the words of its revision.
    public internal(set) var result: JSONObject?
    public internal(set) var error: MCPError?
    /// Rises with every change: of two records of one task the later has the higher one.
    public internal(set) var version: Int

    public init(
        id: String, owner: String, status: Status = .working, message: String? = nil, created: Duration, updated: Duration? = nil,
        timeToLive: Duration, pollInterval: Duration, questions: JSONObject = [:], result: JSONObject? = nil, error: MCPError? = nil,
        version: Int = 0
    ) {
        self.id = id
        self.owner = owner
        self.status = status
        self.message = message
        self.created = created
        self.updated = updated ?? created
        self.timeToLive = timeToLive
        self.pollInterval = pollInterval
        self.questions = questions
        self.result = result
        self.error = error
        self.version = version
    }

    /// The same task, ended from outside.
    package func ended(_ status: Status, _ message: String, at time: Duration, error: MCPError? = nil) -> TaskRecord {
        TaskRecord(
            id: id, owner: owner, status: status, message: message, created: created, updated: time, timeToLive: timeToLive,
            pollInterval: pollInterval, error: error, version: version + 1)
    }
}
