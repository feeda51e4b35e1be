import Foundation
import MCPConsole
import MCPCore
import MCPHTTPServer
import MCPTransportHTTP
import MCPTransportStdio

/// A server that has one of everything: each kind of content, question, prompt, resource and task.
///
/// `EverythingServer` speaks over standard input and output; `EverythingServer PORT` serves `http://127.0.0.1:PORT/mcp`, and the
/// console at `/console`. Both serve every revision at once.
@main
struct EverythingServer {
    static func main() async throws {
        if let port = CommandLine.arguments.dropFirst().first.flatMap(Int.init) {
            try await serveHTTP(port)
        } else {
            // Claimed first, so that nothing else can write to standard output.
            let transport = StdioTransport(try StandardStreams.claim())
            TerminationSignals.handle { transport.beginGracefulShutdown() }
            try await makeServer().serve(over: transport)
        }
    }

    static func makeServer() -> MCPServer {
        let changes = Changes()
        var options = ServerOptions(announcedLists: .all, logging: true)
        options.tasks.pollInterval = .milliseconds(200)
        let server = MCPServer(
            Implementation(name: "everything", version: "1.0.0", title: "Everything"),
            instructions: "Each tool shows one thing that the protocol can do.",
            tools: ToolBox(
                ContentTools.all + ProgressTools.all + ElicitationTools.all + SamplingTools.all + RoundTools.all + TaskTools.all
                    + SchemaTools.all + Apps.tools + changes.tools),
            resources: ResourceBox(Resources.all + [Apps.resource], templates: Resources.templates), prompts: PromptBox(Prompts.all),
            options: options)
        changes.attach(server)
        return server
    }

    private static func serveHTTP(_ port: Int) async throws {
        var configuration = HTTPConfiguration()
        configuration.limits.callsPerSecond = 0
        let http = HTTPServer(
            handler: ConsoleHandler(
                before: MCPHTTPHandler(makeServer(), configuration: configuration), origins: configuration.origins),
            configuration: HTTPServerConfiguration(addresses: [.tcp(host: "127.0.0.1", port: port)]))
        TerminationSignals.handle { http.beginGracefulShutdown() }
        async let serving: Void = http.run()
        for address in try await http.boundAddresses { FileHandle.standardOutput.write(Data("http://\(address)/mcp\n".utf8)) }
        try await serving
    }
}
