/// Paths as labels of metrics: those that are served, and one for all others, so that nobody outside can make series.
enum RouteLabel {
    static let other = "other"

    /// Those that are served here; `/t/{tenant}` stands in front where tenants are.
    static let known: [StaticString] = [
        "/mcp", "/sse", "/message", "/rpc", "/mcp/sse", "/mcp/sse/message", "/health", "/ready", "/capabilities", "/metrics",
        "/events", "/events/stream", "/events/debug", "/console", "/mcp/server-card", "/.well-known",
    ]
    private static let names = known.map { "\($0)" }
    private static let indices = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })

    /// A number below ``count``.
    static func index(of path: String) -> Int {
        // Where nearly all go: comparing short texts is cheaper than hashing one.
        switch path {
        case "/mcp": return 0
        case "/sse": return 1
        case "/message": return 2
        default: break
        }
        if let index = indices[path] { return index }
        var path = path[...]
        var offset = 0
        if path.hasPrefix("/t/"), let end = path.dropFirst(3).firstIndex(of: "/") {
            path = path[end...]
            offset = names.count
        }
        if path.hasPrefix("/.well-known/") { path = "/.well-known" }
        if path == "/mcp/" { path = "/mcp" }
        if path == "/" { path = "/health" }
        return indices[String(path)].map { $0 + offset } ?? count - 1
    }

    static let count = 2 * known.count + 1

    static func name(_ index: Int) -> String {
        if index < names.count { return names[index] }
        return index < count - 1 ? "/t/{tenant}" + names[index - names.count] : other
    }
}
