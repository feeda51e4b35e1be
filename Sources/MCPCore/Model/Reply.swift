/// What a request is answered with, in terms that no revision owns. Faults are thrown as ``MCPError`` instead.
///
/// More cases come with more of the protocol: a `switch` outside the library needs a `default`.
public enum Reply: Sendable {
    // What is large and rare is kept apart: a reply is held over the waits of every call.
    indirect case initialized(ServerDescription)
    indirect case discovered(ServerDescription)
    case pong
    /// It is done, and there is nothing to say.
    case done
    case tools(Page<ToolDefinition>)
    case toolResult(ToolResult)
    /// Arguments that the tool's schema refuses. Revisions disagree on whether that is the protocol's fault or the tool's.
    case invalidArguments(tool: String, [SchemaIssue])
    case resources(Page<ResourceDefinition>)
    case resourceTemplates(Page<ResourceDefinition>)
    indirect case resource(ResourceResult)
    case prompts(Page<PromptDefinition>)
    indirect case prompt(PromptResult)
    indirect case completion(Completion)
    /// The client has something to answer first, and then asks again (modern era).
    indirect case inputRequired(InputRequired)
    /// A subscription has ended.
    case listened
    /// The work goes on as a task.
    indirect case taskCreated(TaskRecord)
    indirect case task(TaskRecord)
    case tasks(Page<TaskRecord>)
    /// What the task's request would have been answered with.
    indirect case taskResult(TaskRecord, JSONObject)
}

/// A part of a list.
public struct Page<Element: Sendable>: Sendable {
    public var elements: [Element]
    /// Asks for the part after this one; nil at the end.
    public var nextCursor: String?

    public init(_ elements: [Element], nextCursor: String? = nil) {
        self.elements = elements
        self.nextCursor = nextCursor
    }
}
