internal import MCPCore

/// Reports progress, and then goes on until it is cancelled.
struct Hold: ReadTool {
    private let forever = AsyncStream.makeStream(of: Never.self)
    private let cancelled = AsyncStream.makeStream(of: Never.self)

    static let name = "hold"
    static let description = "Goes on until it is cancelled."
    static let input = Schema<Void>.object { () }

    func call(_ input: Void, _ context: ToolContext) async throws -> String {
        await context.progress.report(1, of: 2)
        for await _ in forever.stream {}
        cancelled.continuation.finish()
        try Task.checkCancellation()
        return "never cancelled"
    }

    /// Suspends until a call has been cancelled.
    func cancellation() async {
        for await _ in cancelled.stream {}
    }
}

/// Reports far more than may lie unread.
struct Flood: ReadTool {
    static let name = "flood"
    static let description = "Says a lot."
    static let input = Schema<Void>.object { () }
    static let count = 64

    func call(_ input: Void, _ context: ToolContext) async throws(ToolFailure) -> String {
        let message = String(repeating: "x", count: 256 << 10)
        for number in 1...Self.count { await context.progress.report(Double(number), of: Double(Self.count), message) }
        return "said"
    }
}
