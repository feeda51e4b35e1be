import MCPCore
import Synchronization

enum StdioFixture {
    static func server(latch: Latch = Latch()) -> MCPServer {
        MCPServer(Implementation(name: "fixture", version: "1"), tools: ToolBox([Echo(), Wait(latch: latch)]))
    }

    struct Echo: ReadTool {
        static let name = "echo"
        static let description = "Gives the text back."
        static let input = Schema<String>.object(required("text", "", .string)) { $0 }
        func call(_ text: String, _ context: ToolContext) async throws(ToolFailure) -> String { text }
    }

    struct Wait: ReadTool {
        let latch: Latch
        static let name = "wait"
        static let description = "Waits."
        static let input = Schema<String>.object(required("text", "", .string)) { $0 }
        func call(_ text: String, _ context: ToolContext) async throws -> String {
            try await latch.pass()
            return "through"
        }
    }

    /// Holds one call until it is opened, and tells of its arrival and its cancellation.
    final class Latch: Sendable {
        private struct State {
            var held: CheckedContinuation<Void, any Error>?
            var isOpen = false
            var isCancelled = false
            var arrivals: [CheckedContinuation<Void, Never>] = []
            var cancellations: [CheckedContinuation<Void, Never>] = []
        }

        private let state = Mutex(State())

        var wasCancelled: Bool { state.withLock { $0.isCancelled } }

        func pass() async throws {
            try await withTaskCancellationHandler {
                try await withCheckedThrowingContinuation { continuation in
                    let (result, arrivals) = state.withLock { state -> (Result<Void, any Error>?, [CheckedContinuation<Void, Never>]) in
                        if state.isCancelled { return (.failure(CancellationError()), []) }
                        if state.isOpen { return (.success(()), []) }
                        state.held = continuation
                        defer { state.arrivals = [] }
                        return (nil, state.arrivals)
                    }
                    if let result { continuation.resume(with: result) }
                    for arrival in arrivals { arrival.resume() }
                }
            } onCancel: {
                let (held, waiting) = state.withLock { state in
                    state.isCancelled = true
                    defer { state.cancellations = [] }
                    return (state.held.take(), state.cancellations)
                }
                held?.resume(throwing: CancellationError())
                for continuation in waiting { continuation.resume() }
            }
        }

        func open() {
            let held = state.withLock { state in
                state.isOpen = true
                return state.held.take()
            }
            held?.resume()
        }

        func arrival() async {
            await withCheckedContinuation { continuation in
                let isThere = state.withLock { state in
                    guard state.held == nil else { return true }
                    state.arrivals.append(continuation)
                    return false
                }
                if isThere { continuation.resume() }
            }
        }

        func cancellation() async -> Bool {
            await withCheckedContinuation { continuation in
                let isThere = state.withLock { state in
                    guard !state.isCancelled else { return true }
                    state.cancellations.append(continuation)
                    return false
                }
                if isThere { continuation.resume() }
            }
            return true
        }
    }
}
