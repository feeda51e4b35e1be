internal import MCPCore

/// The header fields that a request of the stateless revision must carry, checked against its body (2026-07-28, transports, request
/// headers): who routes by headers and who routes by bodies must see the same request.
enum ModernHeaders {
    /// - Throws: -32020 where a field is missing or says something else than the body.
    static func check(
        _ fields: RequestFields, _ headers: HTTPHeaders, method: String, _ params: Params, _ tools: ToolBox
    ) throws(MCPError) {
        // What is no request of this era at all is told first; then where it contradicts itself; then whether we serve it.
        let version = try ModernMeta.revision(in: params["_meta"])
        try expect("MCP-Protocol-Version", fields.version, version)
        try expect("Mcp-Method", fields.method, method)
        switch method {
        case "tools/call", "prompts/get":
            guard let name = params["name"]?.string else { break }
            try expect("Mcp-Name", fields.name, name)
            if method == "tools/call", tools.hasHeaderParameters, let tool = tools[name] {
                try ParameterHeaders.check(headers, tool.headerParameters, params["arguments"])
            }
        case "resources/read":
            if let uri = params["uri"]?.string { try expect("Mcp-Name", fields.name, uri) }
        case "tasks/get", "tasks/update", "tasks/cancel":
            if let id = params["taskId"]?.string { try expect("Mcp-Name", fields.name, id) }
        default: break
        }
    }

    /// - Parameter name: as the specification writes it.
    private static func expect(_ name: String, _ field: RequestFields.Single, _ value: String) throws(MCPError) {
        guard field.count == 1, let first = field.value else {
            throw MCPError(.headerMismatch, field.count == 0 ? "\(name) is missing" : "\(name) stands more than once")
        }
        guard HeaderValue.decoded(first) == value else {
            throw MCPError(.headerMismatch, "\(name) is not what the body says")
        }
    }
}

/// The value of a header field that may hold any text: as it is, or `=?base64?…?=` around its UTF-8 bytes.
enum HeaderValue {
    /// - Returns: nil for what is badly encoded.
    static func decoded(_ value: String) -> String? {
        // Nearly all values are as they are, which the first byte tells.
        guard value.utf8.first == UInt8(ascii: "="), value.hasPrefix("=?base64?"), value.hasSuffix("?="), value.utf8.count >= 11 else {
            return value
        }
        return Base64.decoded(value.dropFirst(9).dropLast(2)).flatMap { String(validating: $0, as: UTF8.self) }
    }
}
