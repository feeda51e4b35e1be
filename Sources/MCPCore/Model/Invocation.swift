/// What a request asks, in terms that no revision owns.
///
/// More cases come with more of the protocol: a `switch` outside the library needs a `default`.
public enum Invocation: Sendable {
    /// Opens a session (legacy era).
    case initialize(ProtocolRevision)
    /// Asks what the server is (modern era).
    case discover
    case ping
    case listTools(cursor: String?)
    case callTool(ToolCall)
    case listResources(cursor: String?)
    case listResourceTemplates(cursor: String?)
    case readResource(uri: String)
    /// Asks to be told when a resource changes (legacy era).
    case subscribe(uri: String)
    case unsubscribe(uri: String)
    case listPrompts(cursor: String?)
    case getPrompt(name: String, arguments: [String: String])
    case complete(CompletionRequest)
    /// Log messages below a level are not wanted in this session (legacy era).
    case setLogLevel(LogLevel)
    /// Asks to be told of changes for as long as the request stays open (modern era).
    case listen(SubscriptionFilter)
    case getTask(id: String)
    /// Waits for a task's result (legacy era).
    case awaitTask(id: String)
    case listTasks(cursor: String?)
    case cancelTask(id: String)
    /// Answers what a task asks (modern era).
    case updateTask(id: String, answers: JSONObject)

    /// Whether it stays open by its nature: it has no deadline and takes no running place.
    var isOpenEnded: Bool {
        switch self {
        case .listen, .awaitTask: true
        default: false
        }
    }
}

/// One call of a tool.
public struct ToolCall: Sendable {
    public let name: String
    /// An object, not built yet; nil where the client sent none.
    public let arguments: JSONSlice?
    /// The client wants a task (2025-11-25), which may live for so long; nil where it did not say so.
    public let task: TaskWish?
    /// What the name stands for, looked up once.
    let resolved: RegisteredTool?

    public struct TaskWish: Sendable, Hashable {
        public let timeToLive: Duration?
    }

    public init(name: String, arguments: JSONSlice?, task: TaskWish? = nil) {
        self.init(name: name, arguments: arguments, task: task, resolved: nil)
    }

    private init(name: String, arguments: JSONSlice?, task: TaskWish?, resolved: RegisteredTool?) {
        self.name = name
        self.arguments = arguments
        self.task = task
        self.resolved = resolved
    }

    func resolved(as tool: RegisteredTool?) -> ToolCall {
        ToolCall(name: name, arguments: arguments, task: task, resolved: tool)
    }
}
