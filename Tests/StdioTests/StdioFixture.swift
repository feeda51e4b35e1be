import MCPCore
import MCPTesting

enum StdioFixture {
    static func server(gate: Gate = Gate()) -> MCPServer {
        MCPServer(Implementation(name: "fixture", version: "1"), tools: ToolBox([Echo(), Wait(gate: gate)]))
    }

    struct Echo: ReadTool {
        static let name = "echo"
        static let description = "Gives the text back."
        static let input = Schema<String>.object(required("text", "", .string)) { $0 }
        func call(_ text: String, _ context: ToolContext) async throws(ToolFailure) -> String { text }
    }

    struct Wait: ReadTool {
        let gate: Gate
        static let name = "wait"
        static let description = "Waits."
        static let input = Schema<String>.object(required("text", "", .string)) { $0 }
        func call(_ text: String, _ context: ToolContext) async throws -> String {
            try await gate.pass()
            return "through"
        }
    }
}
