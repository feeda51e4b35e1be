/// Stands around every request: logs, measures, limits, refuses.
///
/// The first one registered is the outermost. Must be safe to call concurrently.
public protocol MCPMiddleware: Sendable {
    func intercept(_ invocation: Invocation, _ context: RequestContext, next: Next) async throws(MCPError) -> Reply
}

/// What stands behind a middleware: the next one, or the server.
public struct Next: Sendable {
    private let chain: ArraySlice<any MCPMiddleware>
    private let server: MCPServer

    init(_ chain: ArraySlice<any MCPMiddleware>, _ server: MCPServer) {
        self.chain = chain
        self.server = server
    }

    // A chain as a value: closures with typed throws that are folded into one another crash the 6.3 compiler.
    public func callAsFunction(_ invocation: Invocation, _ context: RequestContext) async throws(MCPError) -> Reply {
        guard let first = chain.first else { return try await server.dispatch(invocation, context) }
        return try await first.intercept(invocation, context, next: Next(chain.dropFirst(), server))
    }
}
