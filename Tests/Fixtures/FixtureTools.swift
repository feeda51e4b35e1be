import Logging
import MCPCore
import MCPTesting

/// The tools that transcripts and engine tests call.
enum FixtureTools {
    static func server(
        middleware: [any MCPMiddleware] = [], limits: ServerLimits = ServerLimits(), time: any TimeSource = SystemTime(),
        gate: Gate = Gate(), logger: Logger = Logger(label: "test")
    ) -> MCPServer {
        MCPServer(
            Implementation(
                name: "fixture", version: "1.2.3", title: "Fixture", description: "For tests.", websiteURL: "https://fixture.example",
                icons: [Icon(source: "https://fixture.example/i.png", mimeType: "image/png", sizes: ["48x48"], theme: .dark)]),
            instructions: "Call echo.", tools: ToolBox([Echo(), Add(), Show(), Fail(), Break(), Wait(gate: gate), Count()]),
            middleware: middleware, limits: limits, time: time, logger: logger)
    }
}

struct Echo: ReadTool {
    static let name = "echo"
    static let description = "Gives the text back."
    static let input = Schema<String>.object(required("text", "What to say.", .string(1...200))) { $0 }
    func call(_ text: String, _ context: ToolContext) async throws(ToolFailure) -> String { text }
}

struct Add: WriteTool {
    struct Input: Sendable { let left: Int, right: Int }
    struct Sum: StructuredOutput {
        let value: Int
        static let schema = OutputSchema<Sum>.object(field("sum", { $0.value }, .integer))
    }
    static let name = "add"
    static let title: String? = "Addition"
    static let description = "Adds."
    static let isIdempotent = true
    static let input = Schema<Input>.object(
        required("left", "", .integer(-100...100)), defaulted("right", "", .integer, 1, as: 1)
    ) { Input(left: $0, right: $1) }
    func call(_ input: Input, _ context: ToolContext) async throws(ToolFailure) -> Sum { Sum(value: input.left + input.right) }
}

/// Answers with one piece of each kind of content.
struct Show: ReadTool {
    static let name = "show"
    static let description = "Shows every kind of content."
    static let input = Schema<Void>.object { () }
    func call(_ input: Void, _ context: ToolContext) async throws(ToolFailure) -> ToolResult {
        ToolResult(
            [
                Content(.text("text"), annotations: Annotations(audience: [.user], priority: 0.5), meta: ["k": 1]),
                Content(.image(base64: "aW1n", mimeType: "image/png")),
                Content(.audio(base64: "YXVk", mimeType: "audio/wav")),
                Content(.resourceLink(ResourceLink(uri: "ticket://7", name: "T-7", title: "Ticket 7", size: 12))),
                Content(.resource(ResourceContents(uri: "ticket://7", mimeType: "text/plain", body: .text("on fire")))),
                Content(.resource(ResourceContents(uri: "ticket://8", body: .blob(base64: "AAE=")))),
            ], meta: ["result": "meta"])
    }
}

struct Fail: ReadTool {
    static let name = "fail"
    static let description = "Fails."
    static let input = Schema<Void>.object { () }
    func call(_ input: Void, _ context: ToolContext) async throws(ToolFailure) -> String {
        throw ToolFailure("Ticket 7 does not exist. Use get_ticket_list to find it.")
    }
}

struct Break: ReadTool {
    struct Secret: Error { let text = "hunter2" }
    static let name = "break"
    static let description = "Has a bug."
    static let input = Schema<Void>.object { () }
    func call(_ input: Void, _ context: ToolContext) async throws -> String { throw Secret() }
}

/// Waits until it is let through or cancelled.
struct Wait: ReadTool {
    let gate: Gate
    static let name = "wait"
    static let description = "Waits."
    static let timeout: Duration? = .seconds(20)
    static let input = Schema<Void>.object { () }
    func call(_ input: Void, _ context: ToolContext) async throws -> String {
        try await gate.pass()
        return "through"
    }
}

struct Count: ReadTool {
    static let name = "count"
    static let description = "Counts, with progress."
    static let input = Schema<Int>.object(required("to", "", .integer(1...10))) { $0 }
    func call(_ to: Int, _ context: ToolContext) async throws(ToolFailure) -> String {
        for step in 1...to {
            await context.progress.report(Double(step), of: Double(to), "step \(step)")
            // Does not rise, and so must not go out.
            await context.progress.report(Double(step), of: Double(to))
        }
        return "counted to \(to)"
    }
}
