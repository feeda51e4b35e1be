internal import Synchronization

/// A state that changes, and the tasks that wait until it is as they want it.
///
/// Any thread may change it. Waiting ends when the task is cancelled, so that a test which waits in vain ends at its time limit.
public final class Observed<State: Sendable>: Sendable {
    private typealias Waiter = CheckedContinuation<Void, any Error>

    private struct Inside {
        var state: State
        var nextID = 0
        var waiters: [Int: (isReached: @Sendable (State) -> Bool, waiter: Waiter)] = [:]
        var cancelled: Set<Int> = []
    }

    private let inside: Mutex<Inside>

    public init(_ state: State) {
        inside = Mutex(Inside(state: state))
    }

    public var state: State { inside.withLock { $0.state } }

    /// Changes the state, and wakes those who waited for what it has become.
    @discardableResult
    public func change<Result: Sendable>(_ body: (inout State) throws -> Result) rethrows -> Result {
        let (result, waiters) = try inside.withLock { inside in
            let result = try body(&inside.state)
            let reached = inside.waiters.filter { $0.value.isReached(inside.state) }
            for id in reached.keys { inside.waiters[id] = nil }
            return (result, reached.values.map(\.waiter))
        }
        for waiter in waiters { waiter.resume() }
        return result
    }

    /// Suspends until the state is as it is wanted; returns at once if it is already.
    /// - Parameter isReached: runs under the lock, and must not look at this object.
    /// - Throws: `CancellationError` when the task is cancelled.
    public func wait(until isReached: @escaping @Sendable (State) -> Bool) async throws {
        let id = inside.withLock { inside in
            inside.nextID += 1
            return inside.nextID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (waiter: Waiter) in
                let outcome = inside.withLock { inside -> Result<Void, any Error>? in
                    if inside.cancelled.remove(id) != nil { return .failure(CancellationError()) }
                    if isReached(inside.state) { return .success(()) }
                    inside.waiters[id] = (isReached, waiter)
                    return nil
                }
                if let outcome { waiter.resume(with: outcome) }
            }
        } onCancel: {
            let entry = inside.withLock { inside in
                let entry = inside.waiters.removeValue(forKey: id)
                if entry == nil { inside.cancelled.insert(id) }
                return entry
            }
            entry?.waiter.resume(throwing: CancellationError())
        }
    }
}
