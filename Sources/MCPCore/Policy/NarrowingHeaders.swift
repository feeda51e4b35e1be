/// Takes from a request's headers which tools its sender does not want, for ``ToolRestrictions``. They can only narrow.
///
/// | header | value |
/// |---|---|
/// | `X-MCP-Readonly` | anything but `false`, `0`, `no` and `off` means read-only |
/// | `X-MCP-Toolsets` | names of groups, with commas; unknown ones hold nothing |
/// | `X-MCP-Tools` | names of tools that are wanted |
/// | `X-MCP-Exclude-Tools` | names of tools that are not |
///
/// A field that stands several times, as where a gateway adds its own, narrows several times.
public enum NarrowingHeaders {
    static let readOnly = "x-mcp-readonly"
    static let toolsets = "x-mcp-toolsets"
    static let tools = "x-mcp-tools"
    static let excluded = "x-mcp-exclude-tools"

    /// For ``CallerHeaders``.
    public static let names: Set<String> = [readOnly, toolsets, tools, excluded]

    /// - Returns: nil for a request that asks for nothing of the kind.
    static func wish(of principal: Principal) -> NarrowingWish? {
        func values(_ name: String) -> [String] { CallerHeaders.values(of: name, from: principal) }
        func lists(_ name: String) -> [Set<String>] {
            values(name).map { value in
                Set(value.split(separator: ",").map { String($0.filter { $0 != " " && $0 != "\t" }) }.filter { !$0.isEmpty })
            }
        }
        func common(_ name: String) -> Set<String>? {
            let lists = lists(name).filter { !$0.isEmpty }
            guard let first = lists.first else { return nil }
            return lists.dropFirst().reduce(first) { $0.intersection($1) }
        }
        let wish = NarrowingWish(
            isReadOnly: values(readOnly).contains { !["false", "0", "no", "off", ""].contains($0.lowercased()) },
            toolsets: common(toolsets), allowed: common(tools), denied: lists(excluded).reduce([]) { $0.union($1) })
        return wish.isNothing ? nil : wish
    }
}

struct NarrowingWish: Sendable, Hashable {
    let isReadOnly: Bool
    let toolsets: Set<String>?
    let allowed: Set<String>?
    let denied: Set<String>

    var isNothing: Bool { !isReadOnly && toolsets == nil && allowed == nil && denied.isEmpty }
}
