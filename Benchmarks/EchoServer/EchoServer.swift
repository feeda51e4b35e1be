internal import MCPCore
internal import MCPTransportStdio

/// A server with no upstream: what is measured and tested here is the protocol alone.
@main
enum EchoServer {
    static func main() async throws {
        let streams = try StandardStreams.claim()
        // What a library might do behind our back; it must not reach the client.
        print("a stray line on standard output")
        let waits = WaitCounter()
        let server = MCPServer(
            Implementation(name: "echo", version: "1.0.0"),
            tools: ToolBox([Echo(), Count(), Fail(), Wait(waits: waits), Waiting(waits: waits)]))
        let transport = StdioTransport(streams)
        TerminationSignals.handle { transport.beginGracefulShutdown() }
        try await server.serve(over: transport)
    }
}
