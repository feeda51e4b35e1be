/// What a tool call answers.
public struct ToolResult: Sendable, Hashable {
    /// For the model.
    public var content: [Content]
    /// For programs; matches the tool's output schema where it has one.
    public var structuredContent: RawJSON?
    /// The tool could not do what was asked; `content` says why and what to do.
    public var isError: Bool
    public var meta: JSONObject?

    public init(_ content: [Content], structuredContent: RawJSON? = nil, isError: Bool = false, meta: JSONObject? = nil) {
        self.content = content
        self.structuredContent = structuredContent
        self.isError = isError
        self.meta = meta
    }

    public init(_ text: String) {
        self.init([.text(text)])
    }
}
