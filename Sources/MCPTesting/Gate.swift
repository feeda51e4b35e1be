/// Holds the calls of a tool until it is opened, and tells of their arrival and their cancellation: what tests use in place of time.
///
/// ```swift
/// struct Wait: ReadTool {
///     let gate: Gate
///     static let name = "wait"
///     static let description = "Waits for the gate."
///     static let input = Schema<Void>.object { () }
///     func call(_ input: Void, _ context: ToolContext) async throws -> String {
///         try await gate.pass()
///         return "through"
///     }
/// }
/// ```
public final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var held = 0
        var cancelled = 0
    }

    private let state = Observed(State())

    public init() {}

    /// Calls that are held now.
    public var heldCount: Int { state.state.held }

    /// Calls that were cancelled while they were held.
    public var cancelledCount: Int { state.state.cancelled }

    /// Suspends until the gate is open.
    /// - Throws: `CancellationError` when the task is cancelled.
    public func pass() async throws {
        let isOpen = state.change { state in
            if !state.isOpen { state.held += 1 }
            return state.isOpen
        }
        guard !isOpen else { return }
        do {
            try await state.wait { $0.isOpen }
        } catch {
            state.change { state in
                // Opening it let all go that were held.
                if !state.isOpen { state.held -= 1 }
                state.cancelled += 1
            }
            throw error
        }
    }

    /// Lets everybody through, now and later.
    public func open() {
        state.change { state in
            state.isOpen = true
            state.held = 0
        }
    }

    /// Suspends until so many calls are held.
    /// - Throws: `CancellationError` when the task is cancelled.
    public func arrivals(of count: Int = 1) async throws {
        try await state.wait { $0.held >= count }
    }

    /// Suspends until so many calls were cancelled.
    /// - Throws: `CancellationError` when the task is cancelled.
    public func cancellations(of count: Int = 1) async throws {
        try await state.wait { $0.cancelled >= count }
    }
}
