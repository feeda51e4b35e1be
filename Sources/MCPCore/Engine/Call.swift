internal import Logging
internal import Synchronization

/// One admitted message that needs an answer.
///
/// A call starts on the thread that received it and stays there until its handler first suspends: most calls of a fast tool never
/// change threads at all. Tools that compute before they suspend are found out and started elsewhere; see `StartPlace`.
public final class Call: Sendable {
    enum Work: Sendable {
        /// The answer is known already.
        case answer(RawMessage, MCPError.Code?)
        /// With the tool that it calls, if it calls one that is there.
        case invoke(Invocation, RequestContext, RegisteredTool?)
        case batch([Call], BatchReply)
    }

    private let work: Work
    private let server: MCPServer
    private let outlet: any MessageOutlet
    /// Where the answer goes instead, for a call inside a batch.
    private let batch: BatchReply?
    private let machine = Mutex(CallMachine())
    /// The call is, or was, under its deadline.
    private let isWatched = Atomic(false)

    init(_ work: Work, server: MCPServer, outlet: any MessageOutlet, batch: BatchReply?) {
        self.work = work
        self.server = server
        self.outlet = outlet
        self.batch = batch
    }

    /// Starts the work and returns. Called once.
    /// - Parameter completion: called once, from any thread, when nothing of the call runs any more.
    public func start(_ completion: @escaping @Sendable () -> Void = {}) {
        let isWanted = machine.withLock { $0.start(completion) }
        switch work {
        case .answer(let message, let code):
            Task.startingHere { [self] in
                await send(message, code)
                end()
            }
        case .batch(let calls, let reply):
            startBatch(calls, reply)
        case .invoke(let invocation, let context, let tool):
            guard isWanted else { return leave(context) }
            guard let session = context.session, !invocation.isOpenEnded else { return run(invocation, context, tool, here: true) }
            if session.reservePlace(for: self, limit: server.limits.runningPerPeer) {
                run(invocation, context, tool, here: true)
            }
        }
    }

    /// Cancels the work. Nothing is answered (specification, cancellation). Safe to call at any time.
    public func cancel() {
        if case .batch(let calls, _) = work {
            for call in calls { call.cancel() }
        } else {
            if case .invoke(_, let context, _) = work { context.relay.silence() }
            machine.withLock { $0.cancel() }?.cancel()
        }
    }

    /// Cancels the work because its sender asked for it. `initialize` stays: it must not be cancelled (specification, cancellation).
    func cancelByPeer() {
        if case .invoke(.initialize, _, _) = work { return }
        cancel()
    }

    private func run(_ invocation: Invocation, _ context: RequestContext, _ tool: RegisteredTool?, here: Bool) {
        let operation: @Sendable () async -> Void = { [self] in
            await perform(invocation, context)
            if isWatched.load(ordering: .acquiring) { server.running.remove(self) }
            let next = invocation.isOpenEnded ? nil : context.session?.releasePlace()
            leave(context)
            next?.resume()
        }
        let task: Task<Void, Never>
        if here, tool?.startPlace.isElsewhere() != true {
            let hold = tool?.startPlace.begin()
            task = Task.startingHere(operation)
            if let tool, let hold { tool.startPlace.end(hold) }
        } else {
            task = Task(operation: operation)
        }
        switch machine.withLock({ $0.attach(task) }) {
        case .watch: watch(timeout: invocation.isOpenEnded ? .endless : tool?.timeout ?? server.limits.requestTime)
        case .cancel: task.cancel()
        case .nothing: break
        }
    }

    /// Puts the call under its deadline. Most calls have ended by now, and never cost that.
    private func watch(timeout: Duration) {
        isWatched.store(true, ordering: .releasing)
        server.running.insert(self, timeout: timeout)
        // It may have ended on its way in, after which nobody would take it out.
        if !machine.withLock({ $0.isWanted }) { server.running.remove(self) }
    }

    /// How long its handler has waited for its client, which the deadline does not count.
    func timeWaited(until now: Duration) -> Duration {
        guard case .invoke(_, let context, _) = work else { return .zero }
        return context.relay.timeWaited(until: now)
    }

    @inline(__always)
    private func perform(_ invocation: Invocation, _ context: RequestContext) async {
        let codec = context.storage.codec
        let message: RawMessage
        var code: MCPError.Code?
        do throws(MCPError) {
            message = try codec.lower(try await server.respond(to: invocation, context), to: context.id)
        } catch {
            message = codec.lower(error, to: context.id)
            code = error.code
        }
        guard machine.withLock({ $0.settle() }) else { return }
        await reply(message, code, context)
    }

    /// Answers in the handler's stead that its time is over, and cancels it.
    func expire() {
        guard case .invoke(let invocation, let context, _) = work else { return }
        let codec = context.storage.codec
        do throws(MCPError) {
            conclude(try codec.lower(try server.timeoutReply(to: invocation), to: context.id), nil, context)
        } catch {
            conclude(codec.lower(error, to: context.id), error.code, context)
        }
    }

    /// Answers with an error in the handler's stead, and cancels it.
    func abandon(_ error: MCPError) {
        guard case .invoke(_, let context, _) = work else { return }
        conclude(context.storage.codec.lower(error, to: context.id), error.code, context)
    }

    private func conclude(_ message: RawMessage, _ code: MCPError.Code?, _ context: RequestContext) {
        let (answers, task) = machine.withLock { $0.expire() }
        guard answers else { return }
        task?.cancel()
        Task { [self] in
            await reply(message, code, context)
            end()
        }
    }

    /// Sends the last word.
    @inline(__always)
    private func reply(_ message: RawMessage, _ code: MCPError.Code?, _ context: RequestContext) async {
        // Before it goes out: a client may use the id again as soon as it has its answer.
        context.session?.remove(context.id, self)
        if !context.relay.closeIfQuiet() { await context.relay.close() }
        await send(message, code)
    }

    @inline(__always)
    private func send(_ message: RawMessage, _ code: MCPError.Code? = nil) async {
        if let batch { return batch.add(message) }
        do {
            try await outlet.send(message, as: .reply(code))
        } catch {
            // The peer is gone; its transport knows and cancels what is left of it.
            server.logger.debug("reply not delivered", metadata: ["error": "\(error)"])
        }
    }

    /// Goes on with a call that had to wait for a place.
    private func resume() {
        guard case .invoke(let invocation, let context, let tool) = work else { return }
        if machine.withLock({ $0.isWanted }) {
            run(invocation, context, tool, here: false)
        } else {
            let next = context.session?.releasePlace()
            leave(context)
            next?.resume()
        }
    }

    private func startBatch(_ calls: [Call], _ reply: BatchReply) {
        for call in calls {
            call.start { [self] in
                guard reply.finishOne() else { return }
                Task.startingHere { [self] in
                    if let message = reply.message { await send(message) }
                    end()
                }
            }
        }
    }

    private func leave(_ context: RequestContext) {
        context.session?.remove(context.id, self)
        end()
    }

    private func end() {
        machine.withLock { $0.end() }?()
    }
}

extension Duration {
    /// Longer than any process runs.
    fileprivate static let endless = Duration.seconds(1 << 40)
}
