/// What a client is told of a tool.
public struct ToolDefinition: Sendable, Hashable {
    public var name: String
    public var title: String?
    public var description: String?
    /// A JSON Schema (2020-12) whose root is an object. It goes to clients as it was written; nothing in it, such as `$ref`, is ever resolved
    /// or fetched.
    public var inputSchema: RawJSON
    public var outputSchema: RawJSON?
    public var annotations: ToolAnnotations?
    public var icons: [Icon]
    public var taskSupport: TaskSupport
    public var meta: JSONObject?

    public init(
        name: String, title: String? = nil, description: String? = nil, inputSchema: RawJSON, outputSchema: RawJSON? = nil,
        annotations: ToolAnnotations? = nil, icons: [Icon] = [], taskSupport: TaskSupport = .forbidden, meta: JSONObject? = nil
    ) {
        self.name = name
        self.title = title
        self.description = description
        self.inputSchema = inputSchema
        self.outputSchema = outputSchema
        self.annotations = annotations
        self.icons = icons
        self.taskSupport = taskSupport
        self.meta = meta
    }
}
