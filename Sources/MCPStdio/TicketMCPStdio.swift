internal import ArgumentParser
internal import MCPTransportStdio
internal import TicketServer

/// Help-desk tickets for one person's MCP client, over standard input and output.
@main
struct TicketMCPStdio: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ticket-mcp-stdio",
        abstract: "Help-desk tickets for an MCP client, over standard input and output.",
        discussion: """
            An MCP client such as Claude Desktop or Claude Code starts this program and talks to it. It calls the ticket API of your \
            organisation; --demo needs none. Settings come from options, then the environment, then the .env file; every variable \
            may also be given as the path of a file in NAME_FILE.
            """,
        version: TicketProgram.version)

    @OptionGroup var options: TicketOptions

    func run() async throws {
        // First of all, so that nothing that follows can write to where messages go.
        let streams = try StandardStreams.claim()
        let program = try TicketProgram(options)
        let transport = StdioTransport(streams)
        TerminationSignals.handle { transport.beginGracefulShutdown() }
        try await program.serve(over: transport)
    }
}
