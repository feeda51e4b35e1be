/// Who told us of an event. Open: embedders have sources of their own.
public struct EventSource: Sendable, Hashable, RawRepresentable, ExpressibleByStringLiteral {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }
    public init(stringLiteral value: String) { rawValue = value }

    /// A tool of this server did it.
    public static let mcpTool: EventSource = "mcp_tool"
    /// Somebody posted it to us.
    public static let restAPI: EventSource = "rest_api"
    /// The upstream's own feed of changes told it.
    public static let upstream: EventSource = "upstream"
}
