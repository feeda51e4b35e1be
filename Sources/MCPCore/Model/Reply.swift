/// What a request is answered with, in terms that no revision owns. Faults are thrown as ``MCPError`` instead.
///
/// More cases come with more of the protocol: a `switch` outside the library needs a `default`.
public enum Reply: Sendable {
    case initialized(ServerDescription)
    case discovered(ServerDescription)
    case pong
    case tools(Page<ToolDefinition>)
    case toolResult(ToolResult)
    /// Arguments that the tool's schema refuses. Revisions disagree on whether that is the protocol's fault or the tool's.
    case invalidArguments(tool: String, [SchemaIssue])
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
