internal import Instrumentation
internal import Logging
internal import Synchronization

/// One admitted message that needs an answer.
///
/// A call starts on the thread that received it and stays there until its handler first suspends: most calls of a fast tool never
/// change threads at all. Where the transport lets them, a tool's calls go on there too. Tools that hold the thread for long are found
/// out and run elsewhere; see `StartPlace`.
public final class Call: Sendable {
    enum Work: Sendable {
        /// The answer is known already.
        case answer(RawMessage, MCPError.Code?)
        /// With the tool that it calls, if it calls one that is there.
        case invoke(Invocation, RequestContext, RegisteredTool?)
        case batch([Call], BatchReply)
    }

    private enum Start {
        /// On this thread; and on it afterwards, if it is one that calls may go on.
        case here((any CallThread)?)
        case elsewhere
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
    /// - Parameters:
    ///   - thread: this one, if a tool's call may go on there after it has suspended; else it goes on in the pool.
    ///   - completion: called once, from any thread, when nothing of the call runs any more.
    public func start(on thread: (any CallThread)? = nil, _ completion: @escaping @Sendable () -> Void = {}) {
        let mark = observe()
        let isWanted = machine.withLock { $0.start(mark, completion) }
        switch work {
        case .answer(let message, let code):
            Task.startingHere { [self] in
                await send(message, code)
                end()
            }
        case .batch(let calls, let reply):
            startBatch(calls, reply)
        case .invoke(let invocation, let context, let tool):
            guard isWanted else {
                tellEnd(ObservedRequest(method: invocation.method, tool: tool, context: context), mark, .cancelled)
                return leave(context)
            }
            guard let session = context.session, !invocation.isOpenEnded else {
                return run(invocation, context, tool, .here(thread))
            }
            if session.reservePlace(for: self, limit: server.limits.runningPerPeer) {
                run(invocation, context, tool, .here(thread))
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

    @inline(__always)
    private func observe() -> RequestMark? {
        guard server.isObserved, let observed else { return nil }
        return server.observer.requestBegan(observed)
    }

    private func tellEnd(_ request: ObservedRequest, _ mark: RequestMark?, _ outcome: RequestOutcome, bytes: Int = 0) {
        if let mark { server.observer.requestEnded(request, mark, outcome, bytes: bytes) }
    }

    /// The request; nil for what is none.
    @inline(__always)
    private var observed: ObservedRequest? {
        guard case .invoke(let invocation, let context, let tool) = work else { return nil }
        return ObservedRequest(method: invocation.method, tool: tool, context: context)
    }

    /// For lines that are logged while it is served.
    package var observation: (request: ObservedRequest, mark: RequestMark)? {
        guard let observed, let mark = machine.withLock({ $0.mark }) else { return nil }
        return (observed, mark)
    }

    private func run(_ invocation: Invocation, _ context: RequestContext, _ tool: RegisteredTool?, _ start: Start) {
        let operation: @Sendable () async -> Void = { [self] in
            if server.isObserved {
                await performObserved(invocation, context, tool)
            } else {
                await perform(invocation, context, tool)
            }
            if isWatched.load(ordering: .acquiring) { server.running.remove(self) }
            let next = invocation.isOpenEnded ? nil : context.session?.releasePlace()
            leave(context)
            next?.resume()
        }
        let task: Task<Void, Never>
        if case .here(let thread) = start, tool?.startPlace.isElsewhere() != true {
            // For a tool that answers at once, an executor of its own would be bought for nothing.
            if let thread, let tool, tool.startPlace.hasSuspended {
                let executor = CallExecutor(thread, tool.startPlace)
                task = executor.start(operation)
            } else {
                let hold = tool?.startPlace.begin()
                task = Task.startingHere(operation)
                if let tool, let hold { tool.startPlace.end(hold) }
            }
        } else {
            task = Task(operation: operation)
        }
        switch machine.withLock({ $0.attach(task) }) {
        case .watch:
            tool?.startPlace.noteSuspension()
            watch(timeout: invocation.isOpenEnded ? .endless : tool?.timeout ?? server.limits.requestTime)
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

    private func performObserved(_ invocation: Invocation, _ context: RequestContext, _ tool: RegisteredTool?) async {
        // One value for all who ask what is being served, be it a log or a tracer: each that is bound costs every call.
        var ambient = ServiceContext.current ?? .topLevel
        ambient.call = self
        await ServiceContext.$current.withValue(ambient) {
            guard server.observer.surroundsRequests, let mark = machine.withLock({ $0.mark }) else {
                return await perform(invocation, context, tool)
            }
            let request = ObservedRequest(method: invocation.method, tool: tool, context: context)
            await server.observer.serve(request, mark) { await perform(invocation, context, tool) }
        }
    }

    private func perform(_ invocation: Invocation, _ context: RequestContext, _ tool: RegisteredTool?) async {
        let codec = context.storage.codec
        let message: RawMessage
        var code: MCPError.Code?
        var outcome = RequestOutcome.done
        do throws(MCPError) {
            let reply = try await server.respond(to: invocation, context)
            if server.isObserved { outcome = RequestOutcome(reply) }
            message = try codec.lower(reply, to: context.id)
        } catch {
            message = codec.lower(error, to: context.id)
            code = error.code
            outcome = .error(error.code)
        }
        let (answers, isCancelled, mark) = machine.withLock { ($0.settle(), $0.isCancelled, $0.mark) }
        guard answers else {
            // Somebody else has answered, and told the observer, or nobody has.
            if isCancelled, server.isObserved {
                tellEnd(ObservedRequest(method: invocation.method, tool: tool, context: context), mark, .cancelled)
            }
            return
        }
        if server.isObserved {
            let request = ObservedRequest(method: invocation.method, tool: tool, context: context)
            tellEnd(request, mark, outcome, bytes: message.bytes.count)
        }
        await reply(message, code, context)
    }

    /// Answers in the handler's stead that its time is over, and cancels it.
    func expire() {
        guard case .invoke(let invocation, let context, _) = work else { return }
        let codec = context.storage.codec
        do throws(MCPError) {
            conclude(try codec.lower(try server.timeoutReply(to: invocation), to: context.id), nil, context, .timedOut)
        } catch {
            conclude(codec.lower(error, to: context.id), error.code, context, .timedOut)
        }
    }

    /// Answers with an error in the handler's stead, and cancels it.
    func abandon(_ error: MCPError) {
        guard case .invoke(_, let context, _) = work else { return }
        conclude(context.storage.codec.lower(error, to: context.id), error.code, context, .abandoned)
    }

    private func conclude(_ message: RawMessage, _ code: MCPError.Code?, _ context: RequestContext, _ outcome: RequestOutcome) {
        let (expiry, mark) = machine.withLock { ($0.expire(), $0.mark) }
        let (answers, task) = expiry
        guard answers else { return }
        if let observed { tellEnd(observed, mark, outcome, bytes: message.bytes.count) }
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
        let (isWanted, mark) = machine.withLock { ($0.isWanted, $0.mark) }
        if isWanted {
            run(invocation, context, tool, .elsewhere)
        } else {
            tellEnd(ObservedRequest(method: invocation.method, tool: tool, context: context), mark, .cancelled)
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
