/// Something a model can do through the server.
///
/// ```swift
/// struct Shout: ReadTool {
///     static let name = "shout"
///     static let description = "Says it louder."
///     static let input = Schema<String>.object(required("text", "What to say.", .string(1...200))) { $0 }
///     func call(_ text: String, _ context: ToolContext) async throws(ToolFailure) -> String { text.uppercased() }
/// }
/// ```
///
/// Conform to ``ReadTool`` or ``WriteTool``, which say what the tool does to the world. One value serves all calls at once.
public protocol Tool: Sendable {
    associatedtype Input: Sendable
    associatedtype Output: ToolOutput

    /// Unique in a server: 1 to 128 of `A-Z a-z 0-9 _ - .`
    static var name: String { get }
    /// For people.
    static var title: String? { get }
    /// For the model: what it does, when to use it.
    static var description: String { get }
    /// The arguments; an object.
    static var input: Schema<Input> { get }
    static var annotations: ToolAnnotations { get }
    /// How long one call may take; nil for the server's limit. A call that goes on as a task has the task's time instead.
    static var timeout: Duration? { get }
    static var icons: [Icon] { get }
    /// Whether calls may go on as tasks.
    static var taskSupport: TaskSupport { get }
    static var taskStart: TaskStart { get }
    /// A page that hosts show for the tool (extension `io.modelcontextprotocol/ui`).
    static var app: AppLink? { get }
    /// What clients are told beside all this.
    static var meta: JSONObject? { get }

    /// Does the work. The task is cancelled when the client cancels, goes away, or the time is over.
    /// - Throws: ``ToolFailure`` for what the model should read, ``MCPError`` for a protocol fault. Anything else is a bug: it is
    ///   logged with a reference, and the client gets the reference alone.
    func call(_ input: Input, _ context: ToolContext) async throws -> Output
}

extension Tool {
    public static var title: String? { nil }
    public static var timeout: Duration? { nil }
    public static var icons: [Icon] { [] }
    public static var taskSupport: TaskSupport { .forbidden }
    public static var taskStart: TaskStart { .atOnce }
    public static var app: AppLink? { nil }
    public static var meta: JSONObject? { nil }
}

/// A tool that changes nothing.
public protocol ReadTool: Tool {}

extension ReadTool {
    public static var annotations: ToolAnnotations { ToolAnnotations(readOnly: true, openWorld: false) }
}

/// A tool that changes something.
public protocol WriteTool: Tool {
    /// It may overwrite or remove what is there.
    static var isDestructive: Bool { get }
    /// Calling it again with the same arguments changes nothing more.
    static var isIdempotent: Bool { get }
}

extension WriteTool {
    public static var isDestructive: Bool { false }
    public static var isIdempotent: Bool { false }
    public static var annotations: ToolAnnotations {
        ToolAnnotations(readOnly: false, destructive: isDestructive, idempotent: isIdempotent, openWorld: false)
    }
}
