internal import ArgumentParser
internal import Logging
internal import MCPAuth
internal import MCPCore
internal import MCPHTTPServer
internal import MCPObservability
internal import MCPTransportHTTP
internal import ServiceLifecycle
internal import TicketServer
internal import TicketTenants
internal import TicketTools
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
            file; every variable may also be given as the path of a file in NAME_FILE. MCP_MCP_API_KEY is the key that clients show; \
            with MCP_OAUTH_ENABLED=true they may show access tokens of MCP_OAUTH_ISSUER. MCP_KEYS_FILE has several keys, see the \
            subcommand keys, and MCP_TENANTS_FILE several organisations; SIGHUP reads both again.
            """,
        version: TicketProgram.version, subcommands: [KeysCommand.self, HealthcheckCommand.self])

    @OptionGroup var tickets: TicketOptions
    @OptionGroup var listening: ServerOptions

    func run() async throws {
        var watching: (settings: ObservabilitySettings, parts: Observability)?
        var sharing: SharingSettings?
        let program = try TicketProgram(tickets.values, isReachedByOthers: true) { settings, reader, logger throws(SettingError) in
            let chosen = try ObservabilitySettings(listening, reader, logger)
            let made = chosen.make(settings, logger)
            (settings.observer, settings.tickets.observer) = (made.serverObserver, made.fetchObserver)
            watching = (chosen, made)
            let found = try SharingSettings(reader, logger)
            settings.shared = found.make
            sharing = found
        }
        defer { sharing?.redis?.close() }
        guard let (observed, observability) = watching else { return }
        observability.bootstrap()
        if let audit = program.audit { observability.watch(audit) }
        observability.watch(program.settings.tally)
        if let redis = sharing?.redis { observability.watch(redis.tally) }
        let settings = try ServerSettings(listening, program.reader, program.logger)
        let serving = try Serving(
            program, settings, observability, dependencies: sharing?.dependencies ?? [], hasMetrics: observed.isOnMainPort)
        if try settings.isAnonymous && program.reader.text("MCP_KEYS_FILE") == nil {
            program.logger.warning("anyone who reaches this server may use it; set MCP_MCP_API_KEY to ask for a key")
        }
        let server = HTTPServer(handler: serving.handler, configuration: settings.server, logger: program.logger)
        let metrics = observed.metricsServer.flatMap { configuration in
            observability.registry.map { HTTPServer(handler: MetricsHandler($0), configuration: configuration, logger: program.logger) }
        }
        var services: [any Service] = [WebService(server: server), ReloadService { serving.reload() }]
        // First to come and last to go: how a server ends is worth seeing.
        if let metrics { services.insert(WebService(server: metrics), at: 0) }
        let group = ServiceGroup(services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: program.logger)
        program.startDemo()
        // In good time for the first caller; what is wrong with the issuer is in the log.
        if let oauth = settings.oauth { Task { await oauth.prepare() } }
        let following = Task { await serving.followChanges() }
        defer { following.cancel() }
        async let running: Void = group.run()
        let metricsAddress = try await metrics?.boundAddresses.first
        if let address = try await server.boundAddresses.first {
            Self.greet(address, settings, hasConsole: settings.hasConsole || tickets.demo, metrics: metricsAddress)
        }
        try await running
        await program.audit?.flush(within: .seconds(1))
        await observability.shutdown(within: .seconds(1))
    }

    /// Says where we are, and what to paste into a client.
    private static func greet(_ address: ListenAddress, _ settings: ServerSettings, hasConsole: Bool, metrics: ListenAddress?) {
        let local = "\(settings.server.tls == nil ? "http" : "https")://\(address)"
        let url = settings.handler.publicURL ?? local
        Console.say(
            """
            ticket-mcp-sse \(TicketProgram.version) is at \(url)
              Streamable HTTP  \(url)/mcp
              HTTP+SSE         \(url)/sse
              health           \(url)/health\(hasConsole ? "\n  console          \(url)/console" : "")
            Claude Code: claude mcp add --transport http tickets \(url)/mcp\(settings.asksForKey ? " --header \"x-api-key: …\"" : "")
            """)
        if url != local { Console.say("  listens at       \(local)/mcp") }
        if let metrics { Console.say("  metrics          http://\(metrics)\(MetricsHandler.path)") }
    }
}
