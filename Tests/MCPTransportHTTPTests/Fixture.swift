import MCPCore
import MCPTesting
import MCPTransportHTTP

enum Fixture {
    /// Without a rate limit, which the test of it sets.
    static var configuration: HTTPConfiguration {
        var configuration = HTTPConfiguration()
        configuration.limits.callsPerSecond = 0
        // A busy machine must not turn answers into streams.
        configuration.limits.patience = .seconds(3_600)
        return configuration
    }

    static func handler(
        configuration: HTTPConfiguration = configuration, time: any TimeSource = SystemTime(), gate: Gate = Gate()
    ) -> MCPHTTPHandler {
        let server = MCPServer(
            Implementation(name: "fixture", version: "1.0"), tools: ToolBox([Echo(), Steps(gate: gate), Region()]), time: time)
        return MCPHTTPHandler(server, configuration: configuration)
    }

    struct Echo: ReadTool {
        static let name = "echo"
        static let description = "Gives the text back."
        static let input = Schema<String>.object(required("text", "", .string)) { $0 }
        func call(_ text: String, _ context: ToolContext) async throws(ToolFailure) -> String { text }
    }

    /// Reports progress, waits for the gate, reports again, and answers.
    struct Steps: ReadTool {
        let gate: Gate
        static let name = "steps"
        static let description = "Goes on step by step."
        static let input = Schema<Void>.object { () }
        func call(_ input: Void, _ context: ToolContext) async throws -> String {
            await context.progress.report(1, of: 2)
            try await gate.pass()
            await context.progress.report(2, of: 2)
            return "done"
        }
    }

    /// Wants an argument repeated in a header.
    struct Region: ReadTool {
        static let name = "region"
        static let description = "Says where."
        static let input = Schema<String>.object(
            required("where", "", Schema<String>.string.annotated("x-mcp-header", "Region")),
            optional("size", "", Schema<Int>.integer.annotated("x-mcp-header", "Size"))
        ) { place, _ in place }
        func call(_ place: String, _ context: ToolContext) async throws(ToolFailure) -> String { place }
    }
}
