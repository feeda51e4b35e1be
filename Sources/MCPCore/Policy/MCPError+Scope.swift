extension MCPError.Code {
    /// The caller's token lacks a scope (MCP specification, authorization, scope challenge handling). Over HTTP the status is 403.
    public static let insufficientScope: MCPError.Code = -32003
}

extension MCPError {
    /// The caller would have to be granted more scopes; `data.required_scopes` names them, for a client that can step up.
    public static func insufficientScope(_ scopes: [String], for tool: String) -> MCPError {
        let names = scopes.joined(separator: " ")
        return MCPError(
            .insufficientScope, "\(tool.prefix(128)) needs the scope \(names), which was not granted to this caller",
            data: ["required_scopes": .array(scopes.map { .string($0) })])
    }
}

extension BearerChallenge {
    /// What an HTTP transport tells a client that lacks scopes, beside status 403, read from the reply that refuses its request.
    /// - Returns: nil for every other reply.
    public init?(refusal reply: RawMessage, resourceMetadata: String? = nil) {
        let slice: JSONSlice
        do throws(JSONError) {
            slice = try JSONSlice(scanning: reply.bytes)
        } catch {
            return nil
        }
        guard let error = slice.member("error")?.value else { return nil }
        guard error["code"]?.integer == Int64(MCPError.Code.insufficientScope.rawValue) else { return nil }
        let scopes = (error["data"]?["required_scopes"]?.array ?? []).compactMap(\.string)
        self.init(.insufficientScope, description: error["message"]?.string, scopes: scopes, resourceMetadata: resourceMetadata)
    }
}
