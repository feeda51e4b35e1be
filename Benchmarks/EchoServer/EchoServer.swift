internal import MCPCore
internal import MCPTransportStdio

struct Echo: ReadTool {
    static let name = "echo"
    static let description = "Gives the text back."
    static let input = Schema<String>.object(required("text", "", .string)) { $0 }
    func call(_ text: String, _ context: ToolContext) async throws(ToolFailure) -> String { text }
}

@main
enum EchoServer {
    static func main() async throws {
        let streams = try StandardStreams.claim()
        let server = MCPServer(Implementation(name: "echo", version: "1.0.0"), tools: ToolBox([Echo()]))
        let transport = StdioTransport(streams)
        TerminationSignals.handle { transport.beginGracefulShutdown() }
        try await server.serve(over: transport)
    }
}
