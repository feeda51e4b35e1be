internal import MCPCore
internal import MCPLogging
internal import Tracing

/// What a request was and came to, as far as traces tell it (OpenTelemetry, semantic conventions for MCP). It holds nothing of its body.
struct ServerOperation: Sendable {
    let method: String
    /// If there is such a tool.
    let tool: String?
    let id: RequestID
    let session: String?
    let revision: ProtocolRevision
    let outcome: RequestOutcome

    init(_ request: ObservedRequest, _ outcome: RequestOutcome) {
        method = request.method
        tool = request.tool?.definition.name
        id = request.shownID
        session = request.shownSession
        revision = request.context.revision
        self.outcome = outcome
    }

    /// Texts alone, as all of these are.
    var attributes: [(name: StaticString, value: String)] {
        var all: [(name: StaticString, value: String)] = [
            ("mcp.method.name", method), ("jsonrpc.request.id", id.plainText), ("mcp.protocol.version", revision.name),
        ]
        if let tool { all += [("gen_ai.tool.name", tool), ("gen_ai.operation.name", "execute_tool")] }
        if let session { all.append(("mcp.session.id", session)) }
        if let type = outcome.errorType { all.append(("error.type", type)) }
        if case .error(let code) = outcome { all.append(("rpc.response.status_code", String(code.rawValue))) }
        return all + [("network.transport", "tcp"), ("network.protocol.name", "http")]
    }

    /// The method, and the tool where there is one.
    var name: String { tool.map { "\(method) \($0)" } ?? method }
    var isError: Bool { outcome.errorType != nil }
}
