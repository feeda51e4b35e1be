internal import Synchronization

/// Holds the calls of a tool until it is opened, and tells of their arrival and their cancellation: what tests use in place of time.
///
/// ```swift
/// struct Wait: ReadTool {
///     let gate: Gate
///     func call(_ input: Void, _ context: ToolContext) async throws -> String {
///         try await gate.pass()
///         return "through"
///     }
/// }
/// ```
public final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var nextID = 0
        var held: [Int: CheckedContinuation<Void, any Error>] = [:]
        var cancelled: Set<Int> = []
        var watchers: [(isReached: @Sendable (borrowing State) -> Bool, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    public init() {}

    /// Calls that are held now.
    public var heldCount: Int { state.withLock { $0.held.count } }

    /// Calls that were cancelled while they were held.
    public var cancelledCount: Int { state.withLock { $0.cancelled.count } }

    /// Suspends until the gate is open.
    /// - Throws: `CancellationError` when the task is cancelled.
    public func pass() async throws {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let result = change { state -> Result<Void, any Error>? in
                    if state.cancelled.contains(id) { return .failure(CancellationError()) }
                    if state.isOpen { return .success(()) }
                    state.held[id] = continuation
                    return nil
                }
                if let result { continuation.resume(with: result) }
            }
        } onCancel: {
            let continuation = change { state in
                state.cancelled.insert(id)
                return state.held.removeValue(forKey: id)
            }
            continuation?.resume(throwing: CancellationError())
        }
    }

    /// Lets everybody through, now and later.
    public func open() {
        let held = change { state in
            state.isOpen = true
            defer { state.held = [:] }
            return state.held.values
        }
        for continuation in held { continuation.resume() }
    }

    /// Suspends until so many calls are held.
    public func arrivals(of count: Int = 1) async {
        await wait { $0.held.count >= count }
    }

    /// Suspends until so many calls were cancelled.
    public func cancellations(of count: Int = 1) async {
        await wait { $0.cancelled.count >= count }
    }

    private func wait(until isReached: @escaping @Sendable (borrowing State) -> Bool) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                guard !isReached(state) else { return true }
                state.watchers.append((isReached, continuation))
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    /// Changes the state, and wakes those who waited for what it has become.
    private func change<Result>(_ body: (inout State) -> Result) -> Result {
        let (result, reached) = state.withLock { state in
            let result = body(&state)
            let reached = state.watchers.filter { $0.isReached(state) }.map(\.continuation)
            let now = state
            state.watchers.removeAll { $0.isReached(now) }
            return (result, reached)
        }
        for continuation in reached { continuation.resume() }
        return result
    }
}
