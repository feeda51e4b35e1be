internal import Logging
internal import Synchronization

/// The tasks of a server: what the store knows of them, and those that run here.
final class TaskRegistry: Sendable {
    let store: any TaskStore
    let limits: TaskLimits
    private let hub: SubscriptionHub
    private let logger: Logger
    private let runs = Mutex<[String: TaskRun]>([:])

    init(_ store: any TaskStore, _ limits: TaskLimits, _ hub: SubscriptionHub, _ logger: Logger) {
        self.store = store
        self.limits = limits
        self.hub = hub
        self.logger = logger
        store.receive { [weak self] id, request in
            Task { [weak self] in await self?.take(request, for: id) }
        }
    }

    var now: Duration { WallClock.now }

    /// - Parameter timeToLive: what the client wishes.
    func newRecord(_ context: RequestContext, timeToLive: Duration?) -> TaskRecord {
        let id = (0..<2).map { _ in String(UInt64.random(in: .min ... .max) | 1 << 63, radix: 16) }.joined()
        let time = min(max(timeToLive ?? limits.timeToLive, .seconds(1)), limits.longestTimeToLive)
        return TaskRecord(
            id: id, owner: context.taskOwner, created: now, timeToLive: time, pollInterval: limits.pollInterval)
    }

    func add(_ run: TaskRun, _ record: TaskRecord) async throws(MCPError) {
        let isTaken = runs.withLock { runs in
            guard runs.count < limits.running else { return false }
            runs[record.id] = run
            return true
        }
        guard isTaken else { throw MCPError(.internalError, "Too many tasks are running; try again later") }
        do throws(TaskStoreError) {
            try await store.create(record)
        } catch {
            remove(run)
            logger.warning("task not created", metadata: ["error": "\(error.message)"])
            throw MCPError(.internalError, "No more tasks can be kept just now; try again later")
        }
    }

    func remove(_ run: TaskRun) {
        runs.withLock { $0[run.id] = nil }
    }

    func run(_ id: String) -> TaskRun? { runs.withLock { $0[id] } }

    func publish(_ record: TaskRecord) async {
        do throws(TaskStoreError) {
            _ = try await store.update(record)
        } catch {
            logger.error("task not updated", metadata: ["task": "\(record.id)", "error": "\(error.message)"])
        }
        hub.publish(.task(record))
    }

    /// - Throws: -32602 for a task that is not there, or not the caller's.
    func task(_ id: String, _ context: RequestContext) async throws(MCPError) -> TaskRecord {
        guard let found = try await find(id, context) else { throw .invalidParams("Unknown task: \(id.prefix(128))") }
        return found
    }

    private func find(_ id: String, _ context: RequestContext) async throws(MCPError) -> TaskRecord? {
        do throws(TaskStoreError) {
            return try await store.task(id, of: context.taskOwner)
        } catch {
            logger.error("task not read", metadata: ["error": "\(error.message)"])
            throw MCPError(.internalError, "Tasks cannot be read just now; try again later")
        }
    }

    func tasks(_ context: RequestContext) async throws(MCPError) -> [TaskRecord] {
        do throws(TaskStoreError) {
            return try await store.tasks(of: context.taskOwner)
        } catch {
            logger.error("tasks not read", metadata: ["error": "\(error.message)"])
            throw MCPError(.internalError, "Tasks cannot be read just now; try again later")
        }
    }

    /// Those of the ids that the caller may see.
    func known(_ ids: Set<String>, _ context: RequestContext) async throws(MCPError) -> Set<String> {
        var known: Set<String> = []
        for id in ids.prefix(limits.running) {
            if let task = try await find(id, context) { known.insert(task.id) }
        }
        return known
    }

    // MARK: - Tasks that run elsewhere

    /// What another server has forwarded.
    private func take(_ request: TaskRequest, for id: String) async {
        guard let run = run(id) else { return }
        switch request {
        case .cancel(let message): await run.cancel(message)
        case .refusal(let key, let message): await run.fail(key, ToolFailure(message))
        case .answers(let answers):
            do throws(MCPError) {
                try await run.answer(answers)
            } catch {
                logger.warning("answers to a task not taken", metadata: ["task": "\(id)", "error": "\(error)"])
            }
        }
    }

    /// Cancels a task, wherever it runs. Where that is elsewhere it has ended for its client before its handler has.
    func cancel(_ record: TaskRecord, _ message: String) async throws(MCPError) {
        if let run = run(record.id) { return await run.cancel(message) }
        do throws(TaskStoreError) {
            var record = record
            // Its server may write at the same time: then the later version is what is to be ended.
            for _ in 0..<16 {
                let wanted = record.ended(.cancelled, message, at: now)
                guard let kept = try await store.update(wanted), kept != wanted, !kept.status.isTerminal else { break }
                record = kept
            }
            _ = try await store.forward(.cancel(message), to: record.id)
        } catch {
            throw unavailable(error)
        }
    }

    func answer(_ id: String, _ answers: JSONObject) async throws(MCPError) {
        if let run = run(id) { return try await run.answer(answers) }
        try await forward(.answers(answers), to: id)
    }

    func forward(_ request: TaskRequest, to id: String) async throws(MCPError) {
        do throws(TaskStoreError) {
            _ = try await store.forward(request, to: id)
        } catch {
            throw unavailable(error)
        }
    }

    private func unavailable(_ error: TaskStoreError) -> MCPError {
        logger.error("task not reached", metadata: ["error": "\(error.message)"])
        return MCPError(.internalError, "Tasks cannot be reached just now; try again later")
    }

    /// Cancels everything that runs here.
    func cancelAll(_ message: String) async {
        for run in runs.withLock({ Array($0.values) }) { await run.cancel(message) }
    }
}

/// Bounds on tasks.
public struct TaskLimits: Sendable, Hashable {
    /// Tasks that run in one process at once.
    public var running = 256
    /// How long a task is kept from its creation on, unless its client wishes otherwise.
    public var timeToLive = Duration.seconds(3_600)
    public var longestTimeToLive = Duration.seconds(86_400)
    /// How often a client is told to ask.
    public var pollInterval = Duration.seconds(1)

    public init() {}
}

extension RequestContext {
    /// Who may see a task that this request begins. Where nobody has a name, a session is as near as one comes to one.
    var taskOwner: String {
        if principal.id == Principal.anonymous.id, let session { return "session \(session.id)" }
        return "principal \(principal.id)"
    }
}
