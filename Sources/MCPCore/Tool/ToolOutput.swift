/// What a tool gives back.
public protocol ToolOutput: Sendable {
    /// The JSON Schema of `structuredContent`, where there is any.
    static var outputSchema: RawJSON? { get }
    var toolResult: ToolResult { get }
}

/// An output that programs read as JSON and models as text.
public protocol StructuredOutput: ToolOutput {
    /// Schema and writer; its root is an object.
    static var schema: OutputSchema<Self> { get }
    /// What the model reads; the JSON itself unless said otherwise.
    var text: String { get }
}

extension StructuredOutput {
    public static var outputSchema: RawJSON? { RawJSON(.object(schema.json)) }
    public var text: String { Self.schema.encode(self).text }
    public var toolResult: ToolResult {
        ToolResult([.text(text)], structuredContent: Self.schema.encode(self))
    }
}

extension ToolResult: ToolOutput {
    public static var outputSchema: RawJSON? { nil }
    public var toolResult: ToolResult { self }
}

extension String: ToolOutput {
    public static var outputSchema: RawJSON? { nil }
    public var toolResult: ToolResult { ToolResult(self) }
}
