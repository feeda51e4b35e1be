internal import MCPCore

/// The header fields that a request of the stateless revision must carry, checked against its body (2026-07-28, transports, request
/// headers): who routes by headers and who routes by bodies must see the same request.
enum ModernHeaders {
    static let version = "mcp-protocol-version"

    /// - Throws: -32020 where a field is missing or says something else than the body.
    static func check(_ headers: HTTPHeaders, method: String, _ params: Params, _ tools: ToolBox) throws(MCPError) {
        guard let version = params["_meta"]?.member(MetaKey.protocolVersion)?.string else {
            throw .invalidParams("params._meta[\"\(MetaKey.protocolVersion)\"] is missing")
        }
        try expect("MCP-Protocol-Version", version, headers)
        try expect("Mcp-Method", method, headers)
        switch method {
        case "tools/call", "prompts/get":
            if let name = params["name"]?.string { try expect("Mcp-Name", name, headers) }
        case "resources/read":
            if let uri = params["uri"]?.string { try expect("Mcp-Name", uri, headers) }
        default: break
        }
        if method == "tools/call", let name = params["name"]?.string, let tool = tools[name] {
            try ParameterHeaders.check(headers, tool.headerParameters, params["arguments"])
        }
    }

    private static func expect(_ name: String, _ value: String, _ headers: HTTPHeaders) throws(MCPError) {
        let values = headers.values(of: name)
        guard values.count == 1 else {
            throw MCPError(.headerMismatch, values.isEmpty ? "\(name) is missing" : "\(name) stands more than once")
        }
        guard HeaderValue.decoded(values[0]) == value else {
            throw MCPError(.headerMismatch, "\(name) is not what the body says")
        }
    }
}

/// The value of a header field that may hold any text: as it is, or `=?base64?…?=` around its UTF-8 bytes.
enum HeaderValue {
    /// - Returns: nil for what is badly encoded.
    static func decoded(_ value: String) -> String? {
        guard value.hasPrefix("=?base64?"), value.hasSuffix("?="), value.utf8.count >= 11 else { return value }
        return Base64.decoded(value.dropFirst(9).dropLast(2)).flatMap { String(validating: $0, as: UTF8.self) }
    }
}
