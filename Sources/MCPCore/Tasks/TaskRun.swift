internal import Synchronization

/// A call that is, or may become, a task, while its handler runs in this process.
final class TaskRun: Sendable {
    /// How the request that began it is answered.
    enum Beginning: Sendable {
        case task(TaskRecord)
        case reply(Result<Reply, MCPError>)
    }

    private struct State {
        var record: TaskRecord
        var isPromoted = false
        var asked: [String: (request: ClientRequest, answer: PendingAnswer, isTaken: Bool)] = [:]
        var answered: [String: JSON] = [:]
        var handler: Task<Void, Never>?
        var isCancelled = false
        var beginning: CheckedContinuation<Beginning, Never>?
        var begun: Beginning?
        /// Who waits for its end, or for its next question.
        var watchers: [CheckedContinuation<Void, Never>] = []
    }

    private let registry: TaskRegistry
    private let codec: any WireCodec
    private let state: Mutex<State>

    init(_ record: TaskRecord, _ registry: TaskRegistry, _ codec: any WireCodec) {
        self.registry = registry
        self.codec = codec
        state = Mutex(State(record: record))
    }

    var id: String { state.withLock { $0.record.id } }
    var record: TaskRecord { state.withLock { $0.record } }
    var isPromoted: Bool { state.withLock { $0.isPromoted } }

    /// Runs a handler, and waits until it has become a task or has ended without. Cancelling before that cancels the handler.
    func begin(_ handler: @escaping @Sendable () async -> Result<Reply, MCPError>) async -> Beginning {
        let task = Task { [self] in await finish(await handler()) }
        let isCancelled = state.withLock { state in
            state.handler = task
            return state.isCancelled
        }
        if isCancelled { task.cancel() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let begun = state.withLock { state -> Beginning? in
                    if state.begun == nil { state.beginning = continuation }
                    return state.begun
                }
                if let begun { continuation.resume(returning: begun) }
            }
        } onCancel: {
            // A task outlives the request that began it.
            if !isPromoted { task.cancel() }
        }
    }

    /// Makes it a task, unless it is one.
    func promote(_ message: String? = nil) async throws(MCPError) {
        guard !isPromoted else { return }
        let record = state.withLock { state in
            state.record.message = message
            return state.record
        }
        try await registry.add(self, record)
        let waiter = state.withLock { state in
            state.isPromoted = true
            state.begun = .task(record)
            return state.beginning.take()
        }
        waiter?.resume(returning: .task(record))
    }

    /// Asks the client by way of the task's state, and waits for the answers. A key that was answered before keeps its answer.
    func answers(to asked: [Inquiry.Asked]) async throws -> [String: JSON] {
        let pending = state.withLock { state in
            for question in asked where state.answered[question.key] == nil && state.asked[question.key] == nil {
                state.asked[question.key] = (question.request, PendingAnswer(), false)
                state.record.questions[question.key] = codec.lower(question.request)
            }
            return asked.map { ($0.key, state.answered[$0.key], state.asked[$0.key]?.answer) }
        }
        await publishStatus()
        var answers: [String: JSON] = [:]
        for (key, known, answer) in pending { answers[key] = if let known { known } else { try await answer?.value() ?? .null } }
        return answers
    }

    /// Takes answers; those to nothing that is asked are dropped.
    /// - Throws: -32602 for an answer of the wrong shape, with none taken.
    func answer(_ answers: JSONObject) async throws(MCPError) {
        let known = state.withLock { state in answers.members.compactMap { member in state.asked[member.key].map { (member, $0) } } }
        for (member, question) in known { try question.request.check(member.value) }
        state.withLock { state in
            for (member, _) in known {
                state.answered[member.key] = member.value
                state.asked[member.key] = nil
                state.record.questions[member.key] = nil
            }
        }
        for (member, question) in known { question.answer.settle(.success(member.value)) }
        if !known.isEmpty { await publishStatus() }
    }

    /// Ends it as cancelled, whatever its handler still does.
    func cancel(_ message: String) async {
        await end { record in
            record.status = .cancelled
            record.message = message
        }
        let (handler, asked) = state.withLock { state in
            state.isCancelled = true
            return (state.handler, state.asked.values.map(\.answer))
        }
        handler?.cancel()
        for answer in asked { answer.settle(.failure(CancellationError())) }
    }

    /// The next question that nobody has taken to a client yet (2025-11-25, where questions go out as requests).
    /// - Returns: nil when it has ended, or the caller is cancelled.
    func nextQuestion() async -> (key: String, request: ClientRequest)? {
        while !Task.isCancelled {
            let (found, isOver) = state.withLock { state -> ((String, ClientRequest)?, Bool) in
                guard !state.record.status.isTerminal else { return (nil, true) }
                guard let next = state.asked.first(where: { !$0.value.isTaken }) else { return (nil, false) }
                state.asked[next.key]?.isTaken = true
                return ((next.key, next.value.request), false)
            }
            if let found { return found }
            if isOver { return nil }
            await change()
        }
        return nil
    }

    /// Has a question fail: the client was asked, and will not answer.
    func fail(_ key: String, _ failure: any Error) async {
        let question = state.withLock { state in
            state.record.questions[key] = nil
            return state.asked.removeValue(forKey: key)
        }
        question?.answer.settle(.failure(failure))
        if question != nil { await publishStatus() }
    }

    /// Puts a question back that could not be asked.
    func putBack(_ key: String) {
        state.withLock { $0.asked[key]?.isTaken = false }
        wakeWatchers()
    }

    private func finish(_ outcome: Result<Reply, MCPError>) async {
        guard isPromoted else {
            let waiter = state.withLock { state in
                state.begun = .reply(outcome)
                return state.beginning.take()
            }
            waiter?.resume(returning: .reply(outcome))
            return
        }
        let lowered = codec.outcome(of: outcome)
        await end { record in
            switch lowered {
            case .success(let result):
                // A tool that failed fails its task where the client asked for one (2025-11-25, tasks, execution errors); in the extension a
                // task fails by a protocol error alone.
                let isFailure = codec.features.tasks == .byClient && result["isError"] == true
                record.status = isFailure ? .failed : .completed
                record.message = isFailure ? result["content"]?[0]?["text"]?.string : nil
                record.result = result
            case .failure(let error):
                record.status = .failed
                record.error = error
                record.message = error.message
            }
        }
        registry.remove(self)
    }

    private func end(_ change: (inout TaskRecord) -> Void) async {
        let record = state.withLock { state -> TaskRecord? in
            guard !state.record.status.isTerminal else { return nil }
            state.record.questions = [:]
            change(&state.record)
            state.record.updated = registry.now
            state.record.version += 1
            return state.record
        }
        if let record { await registry.publish(record) }
        wakeWatchers()
    }

    private func publishStatus() async {
        let record = state.withLock { state -> TaskRecord? in
            guard !state.record.status.isTerminal else { return nil }
            state.record.status = state.record.questions.isEmpty ? .working : .inputRequired
            state.record.updated = registry.now
            state.record.version += 1
            return state.record
        }
        if let record { await registry.publish(record) }
        wakeWatchers()
    }

    /// Suspends until there may be a question to take, or the end, or the caller is cancelled.
    private func change() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // It may have come since the caller looked.
                let isThere = state.withLock { state in
                    if state.record.status.isTerminal || state.asked.values.contains(where: { !$0.isTaken }) { return true }
                    state.watchers.append(continuation)
                    return false
                }
                if isThere { continuation.resume() } else if Task.isCancelled { wakeWatchers() }
            }
        } onCancel: {
            wakeWatchers()
        }
    }

    private func wakeWatchers() {
        let watchers = state.withLock { state in
            defer { state.watchers = [] }
            return state.watchers
        }
        for watcher in watchers { watcher.resume() }
    }
}
