internal import Logging
internal import MCPCore
internal import MCPHTTPServer
internal import MCPTransportHTTP

/// A server over HTTP with no upstream: `EchoHTTPServer [PORT]`. What is measured is the protocol and its transport.
@main
enum EchoHTTPServer {
    static func main() async throws {
        let port = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 0
        let server = MCPServer(Implementation(name: "echo", version: "1.0.0"), tools: ToolBox([Echo()]))
        var configuration = HTTPConfiguration()
        // One client makes all the calls.
        configuration.limits.callsPerSecond = 0
        configuration.limits.sessionsPerPrincipal = configuration.limits.sessions
        let handler = MCPHTTPHandler(server, configuration: configuration)
        let http = HTTPServer(
            handler: handler, configuration: HTTPServerConfiguration(addresses: [.tcp(host: "127.0.0.1", port: port)]),
            logger: Logger(label: "echo"))
        async let serving: Void = http.run()
        for address in try await http.boundAddresses { print(address) }
        try await serving
    }
}

private struct Echo: ReadTool {
    static let name = "echo"
    static let description = "Gives the text back."
    static let input = Schema<String>.object(required("text", "", .string)) { $0 }
    func call(_ text: String, _ context: ToolContext) async throws(ToolFailure) -> String { text }
}
