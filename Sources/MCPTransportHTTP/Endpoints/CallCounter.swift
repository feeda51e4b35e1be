internal import MCPCore
internal import Synchronization

/// Counts the calls that are being served, so that a shutdown can wait for them.
final class CallCounter: Sendable {
    private struct State {
        var count = 0
        var isClosed = false
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    var isOpen: Bool { state.withLock { !$0.isClosed } }

    /// - Returns: false if no more calls are taken.
    func enter() -> Bool {
        state.withLock { state in
            guard !state.isClosed else { return false }
            state.count += 1
            return true
        }
    }

    func leave() {
        let waiters = state.withLock { state in
            state.count -= 1
            guard state.count == 0 else { return [CheckedContinuation<Void, Never>]() }
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Takes no more calls.
    func close() {
        state.withLock { $0.isClosed = true }
    }

    /// Suspends until nothing is being served, or the time is over.
    func idle(within time: Duration, _ clock: any TimeSource) async {
        let deadline = clock.now + time
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.idle() }
            group.addTask {
                do throws(CancellationError) {
                    try await clock.sleep(until: deadline)
                } catch {
                    return
                }
                self.release()
            }
            await group.next()
            group.cancelAll()
            release()
        }
    }

    private func idle() async {
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                guard state.count > 0 else { return true }
                state.waiters.append(continuation)
                return false
            }
            if isIdle { continuation.resume() }
        }
    }

    /// Lets go of those who wait.
    private func release() {
        let waiters = state.withLock { state in
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }
}
