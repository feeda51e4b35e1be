/// Ties a tool to a page that hosts show beside the conversation (extension `io.modelcontextprotocol/ui`, MCP Apps).
public struct AppLink: Sendable, Hashable {
    /// Who may call the tool.
    public enum Visibility: String, Sendable, Hashable {
        case model, app
    }

    /// Of the ``Resource`` that holds the page; begins with `ui://`.
    public var resourceURI: String
    public var visibility: [Visibility]

    /// - Precondition: the URI begins with `ui://`.
    public init(_ resourceURI: String, visibility: [Visibility] = [.model, .app]) {
        precondition(resourceURI.hasPrefix("ui://"), "\(resourceURI) does not begin with ui://")
        self.resourceURI = resourceURI
        self.visibility = visibility
    }

    func adding(to meta: JSONObject?) -> JSONObject {
        var meta = meta ?? [:]
        meta["ui"] = [
            "resourceUri": .string(resourceURI), "visibility": .array(visibility.map { .string($0.rawValue) }),
        ]
        return meta
    }
}
