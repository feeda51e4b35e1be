internal import Synchronization

/// The way of everything that a request sends before its reply: progress, log messages, questions.
///
/// Once it is closed nothing goes out any more, since a reply must be the last word.
final class Relay: Sendable {
    fileprivate struct State {
        var progress = -Double.infinity
        /// Progress is on its way, and what was reported meanwhile has to wait: two sends at once might overtake one another.
        var isProgressing = false
        /// The last of what was reported meanwhile; what came before it is out of date.
        var later: RawMessage?
        var sending = 0
        /// The request was cancelled: nothing more is said of it, but for taking back what was asked.
        var isSilenced = false
        /// The reply is on its way, or the peer is gone.
        var isClosed = false
        /// Another way to the peer, which ends with this one.
        var line: DirectLine?
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let outlet: any MessageOutlet
    private let state = Mutex(State())
    private let waiting = Mutex(WaitingTime())

    init(_ outlet: any MessageOutlet) {
        self.outlet = outlet
    }

    /// Sends a message on the way to the reply. Suspends while the peer is slow.
    /// - Returns: false if it did not go out: the reply has, or the peer is gone.
    @discardableResult
    func send(_ message: @autoclosure () -> RawMessage, isWithdrawal: Bool = false) async -> Bool {
        guard enter(isWithdrawal: isWithdrawal) else { return false }
        let isSent = await put(message())
        leave(isSent)
        return isSent
    }

    /// Sends progress, which has to rise. Suspends while the peer is slow; returns at once where other progress is on its way, after which the
    /// last that was reported goes out.
    func send(_ message: RawMessage, rising progress: Double) async {
        guard state.withLock({ $0.begin(progress, message) }) else { return }
        var next: RawMessage? = message
        var isSent = true
        while let message = next {
            isSent = await put(message)
            next = state.withLock { $0.nextProgress(isOpen: isSent) }
        }
        leave(isSent)
    }

    private func put(_ message: RawMessage) async -> Bool {
        do throws(TransportError) {
            try await outlet.send(message, as: .related)
            return true
        } catch {
            // A peer that is gone is no error of the handler's: its task is cancelled by other means.
            return false
        }
    }

    /// Sends a message on the way to the reply if that takes no waiting; see ``MessageOutlet/offer(_:as:)``.
    func offer(_ message: RawMessage) -> Bool {
        guard enter() else { return false }
        defer { leave(true) }
        return outlet.offer(message, as: .related)
    }

    var executor: (any TaskExecutor)? { outlet.executor }

    /// Makes the direct line to the peer, if there is one. Called once.
    func openLine() -> DirectLine? {
        guard let line = (outlet as? any DirectOutlet)?.openLine() else { return nil }
        let isOpen = state.withLock { state in
            state.line = line
            return !state.isClosed && !state.isSilenced
        }
        if !isOpen { line.raise(.closed) }
        return line
    }

    /// Nothing goes out any more.
    var isClosed: Bool { state.withLock { $0.isClosed } }

    /// How long the handler has waited for its client: time that is not its own.
    func timeWaited(until now: Duration) -> Duration { waiting.withLock { $0.total(now) } }
    func beginWaiting(_ now: Duration) { waiting.withLock { $0.begin(now) } }
    func endWaiting(_ now: Duration) { waiting.withLock { $0.end(now) } }

    /// Gives the connection back to the transport while the request goes on; see ``MessageOutlet/release(retryAfter:)``.
    func release(retryAfter: Duration) async {
        guard enter() else { return }
        await outlet.release(retryAfter: retryAfter)
        leave(true)
    }

    /// Lets nothing more out but withdrawals.
    func silence() {
        state.withLock { state in
            state.isSilenced = true
            state.line?.raise(.closed)
        }
    }

    /// Lets nothing more out.
    /// - Returns: false if something is still on its way.
    func closeIfQuiet() -> Bool {
        state.withLock { state in
            state.isClosed = true
            state.line?.raise(.closed)
            return state.sending == 0
        }
    }

    /// Lets nothing more out, and waits until what is on its way has gone.
    func close() async {
        if closeIfQuiet() { return }
        await withCheckedContinuation { continuation in
            let isQuiet = state.withLock { state in
                guard state.sending > 0 else { return true }
                state.waiter = continuation
                return false
            }
            if isQuiet { continuation.resume() }
        }
    }

    private func enter(isWithdrawal: Bool = false) -> Bool {
        state.withLock { $0.enter(isWithdrawal: isWithdrawal) }
    }

    private func leave(_ isOpen: Bool) {
        let waiter = state.withLock { state in
            state.sending -= 1
            if !isOpen { state.isClosed = true }
            return state.sending == 0 ? state.waiter.take() : nil
        }
        waiter?.resume()
    }
}

extension Relay.State {
    fileprivate mutating func enter(isWithdrawal: Bool) -> Bool {
        guard !isClosed, isWithdrawal || !isSilenced else { return false }
        sending += 1
        return true
    }

    /// - Returns: whether it is to be sent now. If not, it must not, or whoever sends progress now does it afterwards.
    fileprivate mutating func begin(_ progress: Double, _ message: RawMessage) -> Bool {
        guard progress > self.progress, !isClosed, !isSilenced else { return false }
        self.progress = progress
        guard !isProgressing else {
            later = message
            return false
        }
        isProgressing = true
        sending += 1
        return true
    }

    fileprivate mutating func nextProgress(isOpen: Bool) -> RawMessage? {
        // What the request's cancellation has overtaken is not said any more.
        if isOpen, !isSilenced, let message = later.take() { return message }
        isProgressing = false
        later = nil
        return nil
    }
}

/// Time in which at least one question is open.
private struct WaitingTime {
    private var open = 0
    private var since = Duration.zero
    private var ended = Duration.zero

    mutating func begin(_ now: Duration) {
        if open == 0 { since = now }
        open += 1
    }

    mutating func end(_ now: Duration) {
        open -= 1
        if open == 0 { ended += now - since }
    }

    func total(_ now: Duration) -> Duration { open == 0 ? ended : ended + (now - since) }
}
