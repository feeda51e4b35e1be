internal import Synchronization

/// Wakes those who wait for something to become so, without their asking all the time.
final class Bell: Sendable {
    private let waiters = Mutex<[CheckedContinuation<Void, Never>]>([])

    /// Something may have become so.
    func ring() {
        let all = waiters.withLock { waiters in
            defer { waiters = [] }
            return waiters
        }
        for waiter in all { waiter.resume() }
    }

    /// Returns when it is so, or the task is cancelled.
    func wait(until isSo: () -> Bool) async {
        while !isSo(), !Task.isCancelled {
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    // Looked at once more under the lock, which whoever rings takes after it became so.
                    let isOver = waiters.withLock { waiters in
                        if isSo() || Task.isCancelled { return true }
                        waiters.append(continuation)
                        return false
                    }
                    if isOver { continuation.resume() }
                }
            } onCancel: {
                ring()
            }
        }
    }
}
