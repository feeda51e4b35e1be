internal import NIOCore
internal import Synchronization

extension HTTPConnection {
    /// Does what a responder was told, or has it done on the event loop. On any thread.
    /// - Returns: how many bytes of the response wait; nil if the exchange is gone.
    @discardableResult
    func post(_ operation: ResponseOperation, of number: UInt64) -> Int? {
        let isOnLoop = worker.eventLoop.inEventLoop
        switch outbox.withLock({ $0.post(operation, of: number, isOnLoop: isOnLoop) }) {
        case .dropped: return nil
        case .immediate(let waiting):
            perform(operation)
            flushIfDue()
            return waiting
        case .kept(let waiting, let isFirst):
            if isOnLoop { deliver() } else if isFirst { worker.wake(self) }
            return waiting
        }
    }

    /// Does what other threads have posted.
    func deliver() {
        batch {
            for (number, operation) in outbox.withLock({ $0.collect() }) where running?.number == number { perform(operation) }
        }
    }

    /// Suspends until little of the response waits. On any thread.
    func drained(_ number: UInt64) async {
        let lowWaterMark = limits.lowWaterMark
        let token = outbox.withLock { $0.newToken() }
        await withTaskCancellationHandler {
            await withCheckedContinuation { drainer in
                let waits = outbox.withLock {
                    !Task.isCancelled && $0.add(drainer, of: number, token: token, lowWaterMark: lowWaterMark)
                }
                if !waits { drainer.resume() }
            }
        } onCancel: {
            outbox.withLock { $0.removeDrainer(token) }?.resume()
        }
    }
}
