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
}

/// One call of a tool.
public struct ToolCall: Sendable {
    public let name: String
    /// An object, not built yet; nil where the client sent none.
    public let arguments: JSONSlice?

    public init(name: String, arguments: JSONSlice?) {
        self.name = name
        self.arguments = arguments
    }
}
