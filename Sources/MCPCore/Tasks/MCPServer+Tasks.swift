internal import Logging

extension MCPServer {
    /// How a call of a tool is to be served.
    enum TaskMode: Sendable {
        case plain
        case task(TaskStart, timeToLive: Duration?)
    }

    func taskMode(of tool: RegisteredTool, _ call: ToolCall, _ context: RequestContext) throws(MCPError) -> TaskMode {
        guard tool.taskSupport != .forbidden || call.task != nil, description.capabilities.tasks else { return .plain }
        switch context.storage.codec.features.tasks {
        case .absent: return .plain
        case .byClient:
            guard call.task != nil else {
                guard tool.taskSupport != .required else { throw MCPError(.methodNotFound, "\(call.name) runs as a task only") }
                return .plain
            }
            guard tool.taskSupport != .forbidden else { throw MCPError(.methodNotFound, "\(call.name) does not run as a task") }
            return .task(.atOnce, timeToLive: call.task?.timeToLive)
        case .byServer:
            guard tool.taskSupport != .forbidden else { return .plain }
            guard context.client.capabilities.declaresTasks else {
                guard tool.taskSupport != .required else { throw .missingTasksExtension }
                return .plain
            }
            return .task(tool.taskStart, timeToLive: nil)
        }
    }

    @inline(never)
    func callAsTask(
        _ tool: RegisteredTool, _ call: ToolCall, _ context: RequestContext, _ start: TaskStart, _ timeToLive: Duration?
    ) async throws(MCPError) -> Reply {
        let run = TaskRun(tasks.newRecord(context, timeToLive: timeToLive), tasks, context.storage.codec)
        let inner: RequestContext
        switch start {
        case .atOnce:
            try await run.promote()
            // In a session progress may go on; the extension has none for tasks.
            let isByClient = context.storage.codec.features.tasks == .byClient
            let relay = Relay(isByClient ? context.session?.outlet ?? ClosedOutlet() : ClosedOutlet())
            inner = context.with(relay: relay, inquiry: .task(run))
        case .whenAsked:
            var rounds: InputRounds?
            if case .rounds(let brought) = context.storage.inquiry { rounds = brought }
            inner = context.with(relay: context.relay, inquiry: .deferrable(run, rounds))
        }
        let deadline = time.now + run.record.timeToLive
        let beginning = await run.begin { [self] in
            await within(deadline, run) { () async throws(MCPError) -> Reply in try await self.runTool(tool, call, inner) }
        }
        switch beginning {
        case .task(let record): return .taskCreated(record)
        case .reply(let outcome): return try outcome.get()
        }
    }

    func getTask(_ id: String, _ context: RequestContext) async throws(MCPError) -> Reply {
        try requireTasks(context)
        return .task(try await tasks.task(id, context))
    }

    func listTasks(_ cursor: String?, _ context: RequestContext) async throws(MCPError) -> Reply {
        let all = try await tasks.tasks(context)
        return .tasks(try TaskCursor.page(of: all, after: cursor, size: limits.page))
    }

    func cancelTask(_ id: String, _ context: RequestContext) async throws(MCPError) -> Reply {
        try requireTasks(context)
        let record = try await tasks.task(id, context)
        let isByServer = context.storage.codec.features.tasks == .byServer
        guard !record.status.isTerminal else {
            guard isByServer else { throw .invalidParams("The task has ended already: \(record.status.rawValue)") }
            return .done
        }
        try await tasks.cancel(record, "Cancelled by the client.")
        return isByServer ? .done : .task(try await tasks.task(id, context))
    }

    func updateTask(_ id: String, _ answers: JSONObject, _ context: RequestContext) async throws(MCPError) -> Reply {
        try requireTasks(context)
        _ = try await tasks.task(id, context)
        try await tasks.answer(id, answers)
        return .done
    }

    /// Serves `tasks/result`: asks what the task asks, over this request's own way, until the task has ended.
    func awaitTask(_ id: String, _ context: RequestContext) async throws(MCPError) -> Reply {
        var record = try await tasks.task(id, context)
        while !record.status.isTerminal {
            if let run = tasks.run(id) {
                await withDiscardingTaskGroup { group in
                    while !context.relay.isClosed, let question = await run.nextQuestion() {
                        group.addTask { await self.relay(question.key, question.request, of: run, context) }
                    }
                    group.cancelAll()
                }
                // What the run knows, the store may have failed to keep.
                record = run.record
                guard record.status.isTerminal else { throw MCPError(.internalError, "The request was cancelled") }
            } else {
                // It ended just now, or runs elsewhere.
                record = try await watch(record, context)
            }
        }
        if let error = record.error { throw error }
        guard let result = record.result else {
            throw MCPError(.invalidRequest, "The task has no result, it was cancelled: \(record.message ?? "")")
        }
        return .taskResult(record, result)
    }

    /// Waits for a task that runs elsewhere, and asks what it asks: each question once.
    private func watch(_ record: TaskRecord, _ context: RequestContext) async throws(MCPError) -> TaskRecord {
        let outcome = await withTaskGroup(of: Void.self, returning: Result<TaskRecord, MCPError>.self) { group in
            defer { group.cancelAll() }
            var asked: Set<String> = []
            do throws(MCPError) {
                while true {
                    let record = try await tasks.task(record.id, context)
                    guard !record.status.isTerminal, tasks.run(record.id) == nil else { return .success(record) }
                    for question in record.questions.members where asked.insert(question.key).inserted {
                        guard let request = ClientRequest(written: question.value) else { continue }
                        group.addTask { await self.relay(question.key, request, toTask: record.id, context) }
                    }
                    try await pause(forTask: record)
                }
            } catch {
                return .failure(error)
            }
        }
        return try outcome.get()
    }

    private func relay(_ key: String, _ request: ClientRequest, toTask id: String, _ context: RequestContext) async {
        do {
            guard let session = context.session else { return }
            let answer = try await session.inquire(
                request, context.storage.codec, context.relay, task: id, timeout: limits.inputTime, time)
            try await tasks.answer(id, [key: answer])
        } catch let refusal as ToolFailure where !context.relay.isClosed {
            do throws(MCPError) {
                try await tasks.forward(.refusal(key, refusal.message), to: id)
            } catch {
                logger.warning("a task's question was not answered", metadata: ["task": "\(id)", "error": "\(error)"])
            }
        } catch {
            // Whoever asks for the result next asks this again.
            logger.debug("a task's question was not answered", metadata: ["task": "\(id)", "error": "\(error)"])
        }
    }

    private func pause(forTask record: TaskRecord) async throws(MCPError) {
        do throws(CancellationError) {
            try await time.sleep(until: time.now + record.pollInterval)
        } catch {
            throw MCPError(.internalError, "The request was cancelled")
        }
    }

    private func relay(_ key: String, _ request: ClientRequest, of run: TaskRun, _ context: RequestContext) async {
        do {
            guard let session = context.session else { return }
            let answer = try await session.inquire(
                request, context.storage.codec, context.relay, task: run.id, timeout: limits.inputTime, time)
            try await run.answer([key: answer])
        } catch let refusal as ToolFailure where !context.relay.isClosed {
            await run.fail(key, refusal)
        } catch {
            // Whoever asks for the result next is asked this again.
            logger.debug("a task's question was not answered", metadata: ["task": "\(run.id)", "error": "\(error)"])
            run.putBack(key)
        }
    }

    func requireTasks(_ context: RequestContext) throws(MCPError) {
        guard description.capabilities.tasks else { throw MCPError(.methodNotFound, "This server has no tasks") }
        if context.storage.codec.features.tasks == .byServer, !context.client.capabilities.declaresTasks {
            throw .missingTasksExtension
        }
    }

    /// Runs an operation until its task's time to live is over.
    private func within(
        _ deadline: Duration, _ run: TaskRun, _ operation: @escaping @Sendable () async throws(MCPError) -> Reply
    ) async -> Result<Reply, MCPError> {
        let time = time
        let watch = Task {
            try await time.sleep(until: deadline)
            await run.cancel("Its time to live is over.")
        }
        defer { watch.cancel() }
        do throws(MCPError) {
            return .success(try await operation())
        } catch {
            return .failure(error)
        }
    }
}

/// Goes nowhere.
private struct ClosedOutlet: MessageOutlet {
    func send(_ message: RawMessage, as role: MessageRole) async throws(TransportError) {
        throw TransportError(.closed, "nothing may be sent here")
    }
}

extension MCPError {
    static let missingTasksExtension = missingClientCapability(["extensions": [Extension.tasks: [:]]])
}

/// Identifiers of extensions.
public enum Extension {
    public static let tasks = "io.modelcontextprotocol/tasks"
    public static let ui = "io.modelcontextprotocol/ui"
}

extension ClientCapabilities {
    var declaresTasks: Bool { self["extensions"]?.member("io.modelcontextprotocol/tasks") != nil }
}
