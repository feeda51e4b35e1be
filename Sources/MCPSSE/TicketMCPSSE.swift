internal import ArgumentParser
internal import Logging
internal import MCPHTTPServer
internal import MCPTransportHTTP
internal import ServiceLifecycle
internal import TicketServer
internal import UnixSignals

/// Help-desk tickets for a team's MCP clients, over HTTP.
@main
struct TicketMCPSSE: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ticket-mcp-sse",
        abstract: "Help-desk tickets for MCP clients, over HTTP and server-sent events.",
        discussion: """
            Serves every revision of the protocol at /mcp, HTTP+SSE at /sse, and the dialects of the systems that it replaces. It calls \
            the ticket API of your organisation; --demo needs none. Settings come from options, then the environment, then the .env \
            file; every variable may also be given as the path of a file in NAME_FILE. MCP_MCP_API_KEY is the key that clients show.
            """,
        version: TicketProgram.version)

    @OptionGroup var tickets: TicketOptions
    @OptionGroup var listening: ServerOptions

    func run() async throws {
        let program = try TicketProgram(tickets.values)
        let settings = try ServerSettings(listening, program.reader)
        if settings.isAnonymous {
            program.logger.warning("anyone who reaches this server may use it; set MCP_MCP_API_KEY to ask for a key")
        }
        let handler = MCPHTTPHandler(program.server, configuration: settings.handler)
        let server = HTTPServer(handler: handler, configuration: settings.server, logger: program.logger)
        let group = ServiceGroup(
            services: [WebService(server: server)], gracefulShutdownSignals: [.sigterm, .sigint], logger: program.logger)
        program.startDemo()
        async let serving: Void = group.run()
        if let address = try await server.boundAddresses.first { Self.greet(address, settings) }
        try await serving
    }

    /// Says where we are, and what to paste into a client.
    private static func greet(_ address: ListenAddress, _ settings: ServerSettings) {
        let url = settings.handler.publicURL ?? "\(settings.server.tls == nil ? "http" : "https")://\(address)"
        Console.say(
            """
            ticket-mcp-sse \(TicketProgram.version) is at \(url)
              Streamable HTTP  \(url)/mcp
              HTTP+SSE         \(url)/sse
              health           \(url)/health
            Claude Code: claude mcp add --transport http tickets \(url)/mcp\(settings.isAnonymous ? "" : " --header \"x-api-key: …\"")
            """)
    }
}
