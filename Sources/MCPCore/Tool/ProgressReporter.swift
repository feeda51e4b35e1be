internal import Synchronization

/// Tells a client how far its request has come. Does nothing where the client did not ask.
///
/// Safe to use from any task. Nothing goes out once the request is answered or cancelled.
public final class ProgressReporter: Sendable {
    private let token: RequestID?
    private let codec: any WireCodec
    private let outlet: any MessageOutlet
    private let state = Mutex(State())

    private struct State {
        var last = -Double.infinity
        var sending = 0
        var isClosed = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    init(token: RequestID?, codec: any WireCodec, outlet: any MessageOutlet) {
        self.token = token
        self.codec = codec
        self.outlet = outlet
    }

    /// Whether the client wants to know.
    public var isWanted: Bool { token != nil }

    /// Reports progress. A value that does not rise is dropped, since the protocol forbids it.
    ///
    /// Suspends while the peer is slow. A peer that is gone is no error here: the task is cancelled by other means.
    public func report(_ progress: Double, of total: Double? = nil, _ message: String? = nil) async {
        guard let token, progress.isFinite else { return }
        let mayGo = state.withLock { state in
            guard !state.isClosed, progress > state.last else { return false }
            state.last = progress
            state.sending += 1
            return true
        }
        guard mayGo else { return }
        let notification = ServerNotification.progress(.init(token: token, progress: progress, total: total, message: message))
        do {
            try await outlet.send(codec.lower(notification), as: .related)
        } catch {
            state.withLock { $0.isClosed = true }
        }
        let waiter = state.withLock { state in
            state.sending -= 1
            return state.sending == 0 ? state.waiter.take() : nil
        }
        waiter?.resume()
    }

    /// Lets nothing more out, and waits until what is on its way has gone: a reply must be the last word.
    func close() async {
        guard token != nil else { return }
        await withCheckedContinuation { continuation in
            let isQuiet = state.withLock { state in
                state.isClosed = true
                guard state.sending > 0 else { return true }
                state.waiter = continuation
                return false
            }
            if isQuiet { continuation.resume() }
        }
    }
}
