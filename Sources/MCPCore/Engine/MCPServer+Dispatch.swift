internal import Logging

extension MCPServer {
    /// Runs a request through the middleware.
    func respond(to invocation: Invocation, _ context: RequestContext) async throws(MCPError) -> Reply {
        guard !middleware.isEmpty else { return try await dispatch(invocation, context) }
        return try await Next(middleware[...], self)(invocation, context)
    }

    func dispatch(_ invocation: Invocation, _ context: RequestContext) async throws(MCPError) -> Reply {
        switch invocation {
        case .initialize: .initialized(description)
        case .discover: .discovered(description)
        case .ping: .pong
        case .listTools(let cursor): .tools(try tools.page(after: cursor, size: limits.page))
        case .callTool(let call): try await callTool(call, context)
        }
    }

    /// The tool that a request calls, if it calls one that is there.
    func tool(of invocation: Invocation) -> RegisteredTool? {
        guard case .callTool(let call) = invocation else { return nil }
        return tools[call.name]
    }

    private func callTool(_ call: ToolCall, _ context: RequestContext) async throws(MCPError) -> Reply {
        guard let tool = tools[call.name] else { throw .invalidParams("Unknown tool: \(call.name.prefix(128))") }
        do {
            switch try await tool.run(call.arguments, ToolContext(request: context, progress: context.progress)) {
            case .result(let result): return .toolResult(result)
            case .invalidArguments(let issues): return .invalidArguments(tool: call.name, issues)
            }
        } catch let failure as ToolFailure {
            return .toolResult(ToolResult([.text(failure.message)], isError: true))
        } catch let error as MCPError {
            throw error
        } catch is CancellationError {
            return .toolResult(ToolResult([.text("\(call.name) was cancelled.")], isError: true))
        } catch {
            throw bug(error, in: call.name, context)
        }
    }

    /// A fault of ours: told in full to the log, and to the client by reference alone.
    private func bug(_ error: any Error, in tool: String, _ context: RequestContext) -> MCPError {
        let reference = String(UInt64.random(in: .min ... .max), radix: 36)
        context.logger.error("tool failed unexpectedly", metadata: ["tool": "\(tool)", "reference": "\(reference)", "error": "\(error)"])
        return MCPError(.internalError, "Internal error in \(tool), reference \(reference)", data: ["reference": .string(reference)])
    }

    /// What is answered for a handler whose time is over.
    func timeoutReply(to invocation: Invocation) throws(MCPError) -> Reply {
        guard case .callTool(let call) = invocation else { throw MCPError(.internalError, "The request took too long") }
        let time = tools[call.name]?.timeout ?? limits.requestTime
        let text = "\(call.name) did not finish within \(time). If it changes something, check whether it did before calling it again."
        return .toolResult(ToolResult([.text(text)], isError: true))
    }
}
