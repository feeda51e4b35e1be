internal import Logging
internal import MCPCore
internal import MCPObservability
internal import MCPTransportHTTP
internal import TicketServer
internal import TicketTenants
internal import TicketTools

/// Who answers requests: the tenants of a file, or the one server of the program; and which keys let in.
struct Serving {
    let handler: any HTTPHandler
    private let program: TicketProgram
    private let keys: KeyRing?
    private let tenants: TenantService?

    init(
        _ program: TicketProgram, _ settings: ServerSettings, _ observability: Observability, dependencies: [HTTPDependency],
        hasMetrics: Bool
    ) throws(SettingError) {
        self.program = program
        var keys: KeyRing?
        if let path = try program.reader.text("MCP_KEYS_FILE") { keys = try KeyRing(path: path) }
        self.keys = keys
        var configuration = settings.handler
        configuration.dependencies = dependencies
        if let keys {
            configuration.auth = settings.isAnonymous ? keys : AuthChain([keys, configuration.auth])
            configuration.asksForIdentity = true
        }
        guard let path = try program.reader.text("MCP_TENANTS_FILE") else {
            tenants = nil
            configuration.auth = program.settings.upstream.auth(around: configuration.auth)
            configuration.events = settings.events.endpoints(
                for: program.events, changes: program.changes, auth: configuration.auth,
                mayWatch: program.settings.safety.mayWatch(program.settings.upstream))
            configuration.sessions = program.shared.sessions
            configuration.usage = program.shared.usage
            let own = MCPHTTPHandler(program.server, configuration: configuration)
            let watched = Self.watched(own, observability, configuration, hasMetrics) { own.load }
            handler = settings.behindConsole(watched, isDemo: program.settings.isDemo)
            return
        }
        guard !program.settings.isDemo, program.settings.tickets.baseURL == nil else {
            throw SettingError("MCP_TENANTS_FILE says where the tickets of each tenant are; take away --demo or MCP_API_BASE_URL")
        }
        guard !settings.events.isSet else {
            throw SettingError("MCP_EVENTS_… are for one organisation; with MCP_TENANTS_FILE each has its own there, under events")
        }
        guard keys != nil || settings.oauth != nil else {
            throw SettingError("MCP_TENANTS_FILE needs MCP_KEYS_FILE or MCP_OAUTH_ENABLED: else nobody belongs to a tenant")
        }
        let service = try TenantService(
            path: path, keys: keys, settings: program.settings, base: configuration, audit: program.audit, logger: program.logger)
        tenants = service
        let watched = Self.watched(service.router, observability, configuration, hasMetrics) { service.router.load }
        handler = settings.behindConsole(watched, isDemo: false)
    }

    private static func watched(
        _ handler: any HTTPHandler, _ observability: Observability, _ configuration: HTTPConfiguration, _ hasMetrics: Bool,
        load: @escaping @Sendable () -> HTTPLoad
    ) -> any HTTPHandler {
        let observed = observability.observe(handler, load: load)
        guard hasMetrics, let registry = observability.registry else { return observed }
        return MetricsHandler(registry, origins: configuration.origins, auth: configuration.auth, inFrontOf: observed)
    }

    /// Tells what happens to tickets elsewhere, until the task is cancelled; tenants have that done for themselves.
    func followChanges() async {
        if tenants == nil { await program.followChanges() }
    }

    /// Takes over what changed: keys, tenants, and where the audit log's file went.
    func reload() {
        program.reopenAuditLog()
        if let tenants { return tenants.reload() }
        guard let keys else { return }
        do throws(SettingError) {
            try keys.reload()
            program.logger.notice("keys reloaded")
        } catch {
            program.logger.error("keys not reloaded; those before go on", metadata: ["reason": "\(error)"])
        }
    }
}
