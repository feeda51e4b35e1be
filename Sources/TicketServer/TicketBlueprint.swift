public import Logging
public import MCPCore
public import TicketTools

/// What an MCP server of tickets is made of: the one of a program, or one for each tenant.
public struct TicketBlueprint: Sendable {
    public var configuration: TicketConfiguration
    /// Where the ticket API is, in place of the configuration's address.
    public var address: (any UpstreamAddress)?
    public var credentials: (any UpstreamCredentials)?
    public var safety: SafetySettings
    public var isStrict: Bool
    /// For people: what the server calls itself.
    public var title = "Help-desk tickets"
    /// For the model, in front of what it is told of the tools.
    public var introduction: String?
    /// Told of changes, and tells those who watch resources.
    public var events: EventBroadcaster?
    /// Stands in audit lines.
    public var tenant: String?
    /// Callers are others than who started the process: they have scopes, and requests have headers.
    public var isReachedByOthers: Bool
    /// What this server and others have in common.
    public var shared = SharedParts()
    /// Is told of every request.
    public var observer: (any ServerObserver)?

    public init(
        _ configuration: TicketConfiguration, safety: SafetySettings = SafetySettings(), isStrict: Bool = false, isReachedByOthers: Bool
    ) {
        self.configuration = configuration
        self.safety = safety
        self.isStrict = isStrict
        self.isReachedByOthers = isReachedByOthers
    }

    /// Each server has a client of its own, and with it its own connections, breakers and memory of the API's masters.
    /// - Returns: `changes` takes what others tell of changes; it goes to ``events``.
    public func make(audit: AuditLog?, logger: Logger) -> (server: MCPServer, client: APIClient, changes: TicketEvents?) {
        var logger = logger
        if let tenant { logger[metadataKey: "tenant"] = "\(tenant)" }
        let client = APIClient(configuration: configuration, address: address, credentials: credentials, logger: logger)
        let trail = audit.map { AuditTrail($0, tenant: tenant, describe: TicketToolBox.auditSubject) }
        let parts = [introduction, TicketToolBox.instructions, configuration.mapping?.introduction]
        let instructions = parts.compactMap(\.self).joined(separator: "\n")
        let changes = events.map { TicketEvents($0, tenant: tenant, logger: logger) }
        let (configuration, coercion, withReports) = (configuration, isStrict ? SchemaCoercion.strict : .lossless, safety.offersReports)
        var options = ServerOptions()
        options.observer = observer
        if !shared.stateKeys.isEmpty { options.stateKeys = shared.stateKeys }
        if let tasks = shared.tasks { options.taskStore = tasks }
        options.once = shared.once
        let server = MCPServer(
            Implementation(name: "ticket-mcp", version: TicketProgram.version, title: title), instructions: instructions,
            declaring: TicketToolBox.kinds(withReports: withReports),
            catalog: {
                TicketToolBox.catalog(
                    client: client, configuration: configuration, withReports: withReports, coercion: coercion, events: changes)
            },
            middleware: safety.middleware(audit: trail, isReachedByOthers: isReachedByOthers), options: options, logger: logger)
        if let events { server.announceUpdates(of: events) }
        return (server, client, changes)
    }
}

extension UpstreamSettings {
    /// Reads the ticket API's own feed of changes until the task is cancelled, or there is none. Where the API is called as each caller
    /// nothing is read: nobody calls.
    public func follow(_ client: APIClient, _ changes: TicketEvents?, logger: Logger) async {
        guard followsChanges, mode == .static, !client.isMapped, let changes else { return }
        await ChangeFollower(client, events: changes, logger: logger).run()
    }
}

extension SafetySettings {
    /// Somebody asked for them, by their toolset or by name.
    fileprivate var offersReports: Bool {
        if let selected = restrictions.selected { return selected.contains(TicketToolBox.reports) }
        let reports = TicketToolBox.toolsets[TicketToolBox.reports] ?? []
        return restrictions.allowed.map { !$0.isDisjoint(with: reports) } ?? false
    }
}
