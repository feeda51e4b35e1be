/// Keeps callers to the tools that policies let them use: others are left out of `tools/list` and refused in `tools/call`.
///
/// A tool that is withheld is refused in words that the model can read; one that wants more scopes with
/// ``MCPError/insufficientScope(_:for:)``, from which an HTTP transport makes status 403 and a challenge. Pages of the list may be short. A
/// server without this middleware pays nothing for it.
///
/// ```swift
/// let server = MCPServer(implementation, tools: tools, middleware: [ToolGuard(ToolRestrictions(isReadOnly: true))])
/// ```
public struct ToolGuard: MCPMiddleware {
    private let policies: [any ToolPolicy]

    /// - Parameter policies: all have to let a caller through.
    public init(_ policies: any ToolPolicy...) {
        self.policies = policies
    }

    public init(_ policies: [any ToolPolicy]) {
        self.policies = policies
    }

    public func intercept(_ invocation: Invocation, _ context: RequestContext, next: Next) async throws(MCPError) -> Reply {
        switch invocation {
        case .listTools:
            let reply = try await next(invocation, context)
            guard case .tools(var page) = reply else { return reply }
            page.elements.removeAll { access(to: $0, context) != .allowed }
            return .tools(page)
        case .callTool(let call):
            // What is not there is refused further in.
            guard let tool = context.tool(of: call) else { return try await next(invocation, context) }
            switch access(to: tool.definition, context) {
            case .allowed: return try await next(invocation, context)
            case .withheld(let reason):
                AuditNote.current?.refuse()
                return .toolResult(ToolResult([.text("\(call.name) was not called: \(reason)")], isError: true))
            case .needsScopes(let scopes):
                AuditNote.current?.refuse()
                throw .insufficientScope(scopes.sorted(), for: call.name)
            }
        default: return try await next(invocation, context)
        }
    }

    private func access(to tool: ToolDefinition, _ context: RequestContext) -> ToolAccess {
        policies.reduce(.allowed) { $0.and($1.access(to: tool, for: context)) }
    }
}

extension RequestContext {
    func tool(of call: ToolCall) -> RegisteredTool? { call.resolved ?? storage.server.tools[call.name] }
}
