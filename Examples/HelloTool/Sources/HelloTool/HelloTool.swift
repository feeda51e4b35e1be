import MCPCore
import MCPTransportStdio

struct Hello: ReadTool {
    struct Input { let names: [String], isFormal: Bool }
    static let name = "hello"
    static let description = "Greets people by name."
    static let input = Schema<Input>.object(
        required("names", "Who is greeted.", .array(of: .string(1...80), count: 1...10)),
        optional("formal", "Whether they are strangers.", .boolean)
    ) { Input(names: $0, isFormal: $1 ?? false) }

    func call(_ input: Input, _ context: ToolContext) async throws(ToolFailure) -> String {
        "\(input.isFormal ? "Good day" : "Hello"), \(input.names.joined(separator: " and "))!"
    }
}

@main enum HelloTool {
    static let server = MCPServer(Implementation(name: "hello", version: "1.0"), tools: ToolBox([Hello()]))

    static func main() async throws {
        try await server.serve(over: StdioTransport(StandardStreams.claim()))
    }
}
