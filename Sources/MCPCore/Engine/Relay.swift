internal import Synchronization

/// The way of everything that a request sends before its reply: progress, log messages, questions.
///
/// Once it is closed nothing goes out any more, since a reply must be the last word.
final class Relay: Sendable {
    private struct State {
        var progress = -Double.infinity
        var sending = 0
        var isClosed = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let outlet: any MessageOutlet
    private let state = Mutex(State())
    /// Questions that the client has not answered.
    private let waits = Atomic(0)

    init(_ outlet: any MessageOutlet) {
        self.outlet = outlet
    }

    /// Sends a message on the way to the reply. Suspends while the peer is slow.
    /// - Returns: false if it did not go out: the reply has, or the peer is gone.
    @discardableResult
    func send(_ message: @autoclosure () -> RawMessage, rising progress: Double? = nil) async -> Bool {
        guard enter(progress) else { return false }
        var isSent = true
        do throws(TransportError) {
            try await outlet.send(message(), as: .related)
        } catch {
            // A peer that is gone is no error of the handler's: its task is cancelled by other means.
            isSent = false
        }
        leave(isSent)
        return isSent
    }

    /// Whether the handler waits for its client, and its own time stands still.
    var isWaiting: Bool { waits.load(ordering: .relaxed) > 0 }
    func beginWaiting() { waits.wrappingAdd(1, ordering: .relaxed) }
    func endWaiting() { waits.wrappingSubtract(1, ordering: .relaxed) }

    /// Gives the connection back to the transport while the request goes on; see ``MessageOutlet/release(retryAfter:)``.
    func release(retryAfter: Duration) async {
        guard enter(nil) else { return }
        await outlet.release(retryAfter: retryAfter)
        leave(true)
    }

    /// Lets nothing more out, and waits until what is on its way has gone.
    func close() async {
        let isQuiet = state.withLock { state in
            state.isClosed = true
            return state.sending == 0
        }
        if isQuiet { return }
        await withCheckedContinuation { continuation in
            let isQuiet = state.withLock { state in
                guard state.sending > 0 else { return true }
                state.waiter = continuation
                return false
            }
            if isQuiet { continuation.resume() }
        }
    }

    private func enter(_ progress: Double?) -> Bool {
        state.withLock { state in
            guard !state.isClosed else { return false }
            if let progress {
                guard progress > state.progress else { return false }
                state.progress = progress
            }
            state.sending += 1
            return true
        }
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
