internal import MCPCore
internal import Synchronization

struct Echo: ReadTool {
    static let name = "echo"
    static let description = "Gives the text back."
    static let input = Schema<String>.object(required("text", "", .string)) { $0 }
    func call(_ text: String, _ context: ToolContext) async throws(ToolFailure) -> String { text }
}

struct Count: ReadTool {
    static let name = "count"
    static let description = "Counts, and reports progress at each step."
    static let input = Schema<Int>.object(required("to", "", .integer(1...1_000))) { $0 }
    func call(_ to: Int, _ context: ToolContext) async throws(ToolFailure) -> String {
        for step in 1...to { await context.progress.report(Double(step), of: Double(to), "step \(step)") }
        return "counted to \(to)"
    }
}

struct Fail: ReadTool {
    static let name = "fail"
    static let description = "Fails, and says so."
    static let input = Schema<Void>.object { () }
    func call(_ input: Void, _ context: ToolContext) async throws(ToolFailure) -> String {
        throw ToolFailure("It failed, as it should.")
    }
}

/// How many calls of `wait` are held.
final class WaitCounter: Sendable {
    let count = Atomic(0)
}

struct Wait: ReadTool {
    let waits: WaitCounter
    static let name = "wait"
    static let description = "Waits until it is cancelled."
    static let input = Schema<Void>.object { () }
    func call(_ input: Void, _ context: ToolContext) async throws -> String {
        waits.count.wrappingAdd(1, ordering: .relaxed)
        defer { waits.count.wrappingSubtract(1, ordering: .relaxed) }
        await context.progress.report(1, of: nil, "waiting")
        try await Task.sleep(for: .seconds(3_600))
        return "nobody cancelled"
    }
}

struct Waiting: ReadTool {
    let waits: WaitCounter
    static let name = "waiting"
    static let description = "How many calls of wait are held."
    static let input = Schema<Void>.object { () }
    func call(_ input: Void, _ context: ToolContext) async throws(ToolFailure) -> String {
        "\(waits.count.load(ordering: .relaxed))"
    }
}
