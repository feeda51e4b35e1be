internal import Logging
internal import MCPCore
internal import Synchronization

/// A connection that many share: commands of all threads go over it one behind the other, without waiting for one another's answers, and
/// take effect in the order in which they were given.
///
/// One thread has it. It connects by itself, and again when the connection breaks. While there is none commands fail at once, except at the
/// beginning, where they wait for the first attempt. Nothing is sent twice: of a command under way when the connection breaks nobody knows
/// whether it took effect.
final class RedisConnection: Sendable {
    /// What becomes of the connection, told on its thread.
    enum Change: Sendable {
        /// - isAgain: there was one before, or an attempt has failed: commands were lost.
        /// - answers: to the commands of the greeting.
        case connected(isAgain: Bool, answers: [RedisReply])
        case lost
    }

    /// Something that is done now and then, on the connection's thread, while there is a connection.
    struct Beat: Sendable {
        let interval: Duration
        let body: @Sendable () -> Void
    }

    let address: RedisAddress
    let limits: RedisLimits
    let logger: Logger
    let tally: StoreTally
    /// Sent first on every connection.
    let greeting: [RedisCommand]
    let observe: @Sendable (Change) -> Void
    let queue: Mutex<RedisQueue>
    let beats = Mutex<[Int: Beat]>([:])
    let wakeUp: WakeUp
    /// Errors to which nobody listened since they were last logged, and when that was.
    private let complaints = Mutex<(count: Int, last: ContinuousClock.Instant?)>((0, nil))

    /// - Throws: where the system has not what it takes.
    init(
        _ address: RedisAddress, limits: RedisLimits, greeting: [RedisCommand], tally: StoreTally, logger: Logger,
        observe: @escaping @Sendable (Change) -> Void
    ) throws(RedisError) {
        try RedisLink.load(for: address)
        guard let wakeUp = WakeUp() else { throw RedisError(.unavailable, "The system has no descriptor to give") }
        self.address = address
        self.limits = limits
        self.logger = logger
        self.greeting = greeting
        self.tally = tally
        self.observe = observe
        self.wakeUp = wakeUp
        queue = Mutex(RedisQueue(limits))
    }

    /// Begins to connect. Called once.
    func start() throws(RedisError) {
        let isStarted = DetachedThread.start(blocksSignals: true) { [self] in
            var driver = RedisDriver(self)
            driver.run()
        }
        guard isStarted else { throw RedisError(.unavailable, "The system has no thread to give") }
    }

    /// Gives a command, and returns at once.
    /// - Parameters:
    ///   - time: nil for ``RedisLimits/commandTime``.
    ///   - complete: is called once, on the connection's thread, or before this returns. Must not block. Nil where nobody wants to know.
    func send(
        _ command: RedisCommand, within time: Duration? = nil, _ complete: (@Sendable (Result<RedisReply, RedisError>) -> Void)? = nil
    ) {
        let request = RedisRequest(command: command, deadline: .now + (time ?? limits.commandTime), complete: complete)
        add([request])
    }

    private func add(_ requests: [RedisRequest]) {
        switch queue.withLock({ $0.add(requests) }) {
        case .wake: wakeUp.wake()
        case .queued: break
        case .refused(let error):
            tally.undone(requests.count)
            for request in requests { request.complete?(.failure(error)) }
        }
    }

    /// Gives a command, and waits for the answer, no longer than its time.
    /// - Throws: also what Redis answered with an error.
    func command(_ command: RedisCommand, within time: Duration? = nil) async throws(RedisError) -> RedisReply {
        let result = await withCheckedContinuation { continuation in
            send(command, within: time) { continuation.resume(returning: $0) }
        }
        let reply = try result.get()
        if case .error(let error) = reply { throw error }
        return reply
    }

    /// Gives several commands one behind the other, with nothing of others between them, and waits for all answers.
    func commands(_ commands: [RedisCommand]) async throws(RedisError) -> [RedisReply] {
        let results: Result<[RedisReply], RedisError> = await withCheckedContinuation { continuation in
            let outcome = CommandGroup(commands.count) { continuation.resume(returning: $0) }
            let deadline = ContinuousClock.now + limits.commandTime
            let requests = commands.enumerated().map { index, command in
                RedisRequest(command: command, deadline: deadline) { outcome.note(index, $0) }
            }
            add(requests)
        }
        return try results.get()
    }

    /// Nobody waits for the answer; somebody should know, every 10 seconds.
    func complain(_ error: RedisError) {
        let count = complaints.withLock { complaints -> Int? in
            complaints.count += 1
            let now = ContinuousClock.now
            guard complaints.last.map({ now - $0 > .seconds(10) }) ?? true else { return nil }
            defer { complaints = (0, now) }
            return complaints.count
        }
        if let count { logger.warning("redis refuses", metadata: ["reason": "\(error)", "count": "\(count)"]) }
    }

    /// Does something now and then. A name's second beat takes the place of the first.
    func every(_ interval: Duration, named name: Int, _ body: @escaping @Sendable () -> Void) {
        beats.withLock { $0[name] = Beat(interval: interval, body: body) }
        if queue.withLock({ $0.wake() }) { wakeUp.wake() }
    }

    func stopBeat(_ name: Int) { beats.withLock { $0[name] = nil } }

    /// Gives up the connection for another one, if there is one.
    func drop() {
        if queue.withLock({ $0.drop() }) { wakeUp.wake() }
    }

    /// Ends it. What waits fails; what is under way may still take effect.
    func close() {
        let requests = queue.withLock { $0.enter(.closed) }
        for request in requests { request.complete?(.failure(RedisError(.closed, "The client was closed"))) }
        wakeUp.wake()
    }
}

/// Gathers the answers to several commands.
private final class CommandGroup: Sendable {
    private struct State {
        var replies: [RedisReply?]
        var missing: Int
        var error: RedisError?
    }

    private let state: Mutex<State>
    private let complete: @Sendable (Result<[RedisReply], RedisError>) -> Void

    init(_ count: Int, _ complete: @escaping @Sendable (Result<[RedisReply], RedisError>) -> Void) {
        state = Mutex(State(replies: Array(repeating: nil, count: count), missing: count))
        self.complete = complete
    }

    func note(_ index: Int, _ result: Result<RedisReply, RedisError>) {
        let outcome = state.withLock { state -> Result<[RedisReply], RedisError>? in
            switch result {
            case .success(.error(let error)), .failure(let error): state.error = state.error ?? error
            case .success(let reply): state.replies[index] = reply
            }
            state.missing -= 1
            guard state.missing == 0 else { return nil }
            return state.error.map { .failure($0) } ?? .success(state.replies.compactMap(\.self))
        }
        if let outcome { complete(outcome) }
    }
}
