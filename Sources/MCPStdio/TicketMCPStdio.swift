internal import ArgumentParser
internal import MCPTransportStdio
internal import TicketServer

/// Help-desk tickets for one person's MCP client, over standard input and output.
@main
struct TicketMCPStdio: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ticket-mcp-stdio",
        abstract: "Help-desk tickets for an MCP client, over standard input and output.",
        discussion: """
            An MCP client such as Claude Desktop or Claude Code starts this program and talks to it. It calls the ticket API of your \
            organisation; --demo needs none. Settings come from options, then the environment, then the .env file; every variable \
            may also be given as the path of a file in NAME_FILE.
            """,
        version: TicketProgram.version, subcommands: [InstallCommand.self, DoctorCommand.self])

    @OptionGroup var options: TicketOptions

    static func main() {
        // Clients mostly configure by environment, and wait for each start: without arguments there is nothing to parse.
        if CommandLine.arguments.count == 1 { serve(TicketOptions.Values()) }
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            exit(withError: error)
        }
    }

    func run() throws {
        Self.serve(options.values)
    }

    private static func serve(_ options: TicketOptions.Values) -> Never {
        do {
            // First of all, so that nothing that follows can write to where messages go.
            let transport = StdioTransport(try StandardStreams.claim())
            let program = try TicketProgram(options)
            // Beside the start, not before it: a signal in the first millisecond ends a program that has nothing to finish.
            Task { TerminationSignals.handle { transport.beginGracefulShutdown() } }
            program.startDemo()
            transport.runProcess(program.server) { exit(withError: $0) }
        } catch {
            exit(withError: error)
        }
    }
}
