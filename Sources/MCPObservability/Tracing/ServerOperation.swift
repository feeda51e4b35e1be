internal import MCPCore
internal import MCPLogging
internal import Tracing

/// What a request was and came to, as far as traces tell it (OpenTelemetry, semantic conventions for MCP). It holds nothing of its body.
struct ServerOperation: Sendable {
    private let method: String
    /// If there is such a tool.
    private let tool: String?
    private let id: RequestID
    private let session: String?
    private let revision: ProtocolRevision
    private let outcome: RequestOutcome

    init(_ request: borrowing RequestRecord) {
        method = request.method
        tool = request.tool?.definition.name
        id = request.shownID
        session = request.shownSession
        revision = request.revision
        outcome = request.outcome
    }

    /// Texts alone, as all of these are.
    func forEachAttribute(_ body: (_ name: StaticString, _ value: String) -> Void) {
        body("mcp.method.name", method)
        body("jsonrpc.request.id", id.plainText)
        body("mcp.protocol.version", revision.name)
        if let tool {
            body("gen_ai.tool.name", tool)
            body("gen_ai.operation.name", "execute_tool")
        }
        if let session { body("mcp.session.id", session) }
        if let type = outcome.errorType { body("error.type", type) }
        if case .error(let code) = outcome { body("rpc.response.status_code", String(code.rawValue)) }
        body("network.transport", "tcp")
        body("network.protocol.name", "http")
    }

    /// The method, and the tool where there is one.
    var name: String { tool.map { "\(method) \($0)" } ?? method }
    var isError: Bool { outcome.errorType != nil }
}
