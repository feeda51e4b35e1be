/// An argument that a tool's schema wants repeated in a header field of HTTP requests (2026-07-28, `x-mcp-header`).
package struct HeaderParameter: Sendable, Hashable {
    /// What follows `Mcp-Param-`.
    package let header: String
    /// Names of properties, from the root.
    package let path: [String]

    /// Finds them in an input schema: on string, integer and boolean properties that are reached through `properties` alone.
    static func all(in schema: JSON) -> [HeaderParameter] {
        find(in: schema, path: [])
    }

    private static func find(in schema: JSON, path: [String]) -> [HeaderParameter] {
        var found: [HeaderParameter] = []
        for member in schema["properties"]?.object?.members ?? [] {
            let path = path + [member.key]
            if let header = member.value["x-mcp-header"]?.string { found.append(HeaderParameter(header: header, path: path)) }
            found += find(in: member.value, path: path)
        }
        return found
    }
}
