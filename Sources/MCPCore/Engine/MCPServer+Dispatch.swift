internal import Logging

extension MCPServer {
    /// Runs a request through the middleware.
    ///
    /// Put into its caller, as what a call of a tool runs through is: each of these functions is called in one place, and an asynchronous
    /// function of its own costs a frame.
    @inline(__always)
    func respond(to invocation: Invocation, _ context: RequestContext) async throws(MCPError) -> Reply {
        if case .rounds(let rounds?) = context.storage.inquiry { try await rounds.open(states) }
        guard !middleware.isEmpty else {
            // Past the frame of ``dispatch``, which has room for all of its cases.
            if case .callTool(let call) = invocation { return try await callTool(call, context) }
            return try await dispatch(invocation, context)
        }
        return try await passThrough(invocation, context)
    }

    @inline(never)
    private func passThrough(_ invocation: Invocation, _ context: RequestContext) async throws(MCPError) -> Reply {
        try await Next(middleware[...], self)(invocation, context)
    }

    @inline(never)
    func dispatch(_ invocation: Invocation, _ context: RequestContext) async throws(MCPError) -> Reply {
        switch invocation {
        case .initialize: .initialized(description)
        case .discover: .discovered(description)
        case .ping: .pong
        case .listTools(let cursor): .tools(try catalog.tools.page(after: cursor, size: limits.page))
        case .callTool(let call): try await callTool(call, context)
        case .listResources(let cursor): .resources(try catalog.resources.page(after: cursor, size: limits.page))
        case .listResourceTemplates(let cursor):
            .resourceTemplates(try catalog.resources.templatePage(after: cursor, size: limits.page))
        case .readResource(let uri): try await readResource(uri, context)
        case .subscribe(let uri): try await subscribe(to: uri, context)
        case .unsubscribe(let uri): await unsubscribe(from: uri, context)
        case .listPrompts(let cursor): .prompts(try catalog.prompts.page(after: cursor, size: limits.page))
        case .getPrompt(let name, let arguments): try await getPrompt(name, arguments, context)
        case .complete(let request): try await complete(request, context)
        case .setLogLevel(let level): await setLogLevel(level, context)
        case .listen(let filter): try await listen(filter, context)
        case .getTask(let id): try await getTask(id, context)
        case .awaitTask(let id): try await awaitTask(id, context)
        case .listTasks(let cursor): try await listTasks(cursor, context)
        case .cancelTask(let id): try await cancelTask(id, context)
        case .updateTask(let id, let answers): try await updateTask(id, answers, context)
        }
    }

    /// Whether the server has what a request is about. What it does not offer, it does not know (specification, capabilities).
    func offers(_ invocation: Invocation) -> Bool {
        let capabilities = description.capabilities
        return switch invocation {
        case .initialize, .discover, .ping: true
        case .listTools, .callTool: capabilities.tools
        case .listResources, .listResourceTemplates, .readResource, .subscribe, .unsubscribe: capabilities.resources
        case .listPrompts, .getPrompt: capabilities.prompts
        case .complete: capabilities.completions
        case .setLogLevel: capabilities.logging
        case .listen: capabilities.notifies || capabilities.tasks
        case .getTask, .awaitTask, .listTasks, .cancelTask, .updateTask: capabilities.tasks
        }
    }

    @inline(__always)
    private func callTool(_ call: ToolCall, _ context: RequestContext) async throws(MCPError) -> Reply {
        guard let tool = call.resolved ?? tools[call.name] else { throw .invalidParams("Unknown tool: \(call.name.prefix(128))") }
        switch try taskMode(of: tool, call, context) {
        case .plain: return try await runTool(tool, call, context)
        case .task(let start, let timeToLive): return try await callAsTask(tool, call, context, start, timeToLive)
        }
    }

    @inline(__always)
    func runTool(_ tool: RegisteredTool, _ call: ToolCall, _ context: RequestContext) async throws(MCPError) -> Reply {
        do {
            switch try await tool.run(call.arguments, ToolContext(context)) {
            case .result(let result): return .toolResult(result)
            case .invalidArguments(let issues): return .invalidArguments(tool: call.name, issues)
            }
        } catch let failure as ToolFailure {
            return .toolResult(ToolResult([.text(failure.message)], isError: true))
        } catch is CancellationError {
            return .toolResult(ToolResult([.text("\(call.name) was cancelled.")], isError: true))
        } catch {
            return try reply(to: error, from: call.name, .callTool(call), context)
        }
    }

    private func readResource(_ uri: String, _ context: RequestContext) async throws(MCPError) -> Reply {
        guard let read = catalog.resources.reader(of: uri, context) else { throw .resourceNotFound(uri) }
        do {
            return .resource(try await read())
        } catch {
            return try reply(to: error, from: uri, .readResource(uri: uri), context)
        }
    }

    private func getPrompt(_ name: String, _ arguments: [String: String], _ context: RequestContext) async throws(MCPError) -> Reply {
        guard let prompt = catalog.prompts[name] else { throw .invalidParams("Unknown prompt: \(name.prefix(128))") }
        try prompt.check(arguments)
        do {
            return .prompt(try await prompt.get(PromptContext(request: context, arguments: arguments)))
        } catch {
            return try reply(to: error, from: name, .getPrompt(name: name, arguments: arguments), context)
        }
    }

    private func complete(_ request: CompletionRequest, _ context: RequestContext) async throws(MCPError) -> Reply {
        let found: Completer??
        switch request.reference {
        case .prompt(let name): found = catalog.prompts[name].map { $0.completers[request.argument] }
        case .resource(let uri): found = catalog.resources.completer(of: uri, variable: request.argument)
        }
        guard let known = found else { throw .invalidParams("ref names nothing that is here") }
        guard let complete = known else { return .completion(Completion([])) }
        do {
            return .completion(try await complete(request, context))
        } catch {
            return try reply(to: error, from: "completion of \(request.argument)", nil, context)
        }
    }

    private func setLogLevel(_ level: LogLevel, _ context: RequestContext) async -> Reply {
        context.session?.logLevel = level
        await context.session?.changed()
        return .done
    }

    /// What a handler's error is answered with.
    /// - Parameter invocation: nil for what must ask nothing.
    @inline(never)
    private func reply(
        to error: any Error, from handler: String, _ invocation: Invocation?, _ context: RequestContext
    ) throws(MCPError) -> Reply {
        switch error {
        case let question as InputRequired:
            guard let invocation, let binding = StateBinding(invocation, context.principal) else { throw bug(error, in: handler, context) }
            return .inputRequired(InputRequired(requests: question.requests, state: states.seal(context.usedAnswers, to: binding)))
        case let error as MCPError: throw error
        case let failure as ToolFailure: throw MCPError(.internalError, failure.message)
        case is CancellationError: throw MCPError(.internalError, "The request was cancelled")
        default: throw bug(error, in: handler, context)
        }
    }

    /// A fault of ours: told in full to the log, and to the client by reference alone.
    private func bug(_ error: any Error, in handler: String, _ context: RequestContext) -> MCPError {
        let reference = String(UInt64.random(in: .min ... .max), radix: 36)
        context.logger.error(
            "handler failed unexpectedly", metadata: ["handler": "\(handler)", "reference": "\(reference)", "error": "\(error)"])
        return MCPError(.internalError, "Internal error in \(handler), reference \(reference)", data: ["reference": .string(reference)])
    }

    /// What is answered for a handler whose time is over.
    func timeoutReply(to invocation: Invocation) throws(MCPError) -> Reply {
        guard case .callTool(let call) = invocation else { throw MCPError(.internalError, "The request took too long") }
        let time = (call.resolved ?? tools[call.name])?.timeout ?? limits.requestTime
        let text = "\(call.name) did not finish within \(time). If it changes something, check whether it did before calling it again."
        return .toolResult(ToolResult([.text(text)], isError: true))
    }
}

extension RequestContext {
    /// What of the answers that came with the request its handler has read.
    fileprivate var usedAnswers: JSONObject {
        switch storage.inquiry {
        case .rounds(let rounds), .deferrable(_, let rounds): rounds?.usedAnswers ?? [:]
        case .impossible, .session, .task: [:]
        }
    }
}
