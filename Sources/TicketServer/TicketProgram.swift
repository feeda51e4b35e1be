public import Logging
public import MCPCore
internal import MCPLogging
public import TicketTools

/// What both ticket programs are, whatever their transport: settings, a log on standard error, the tools, what guards them, and the demo if
/// it is asked for.
public struct TicketProgram: Sendable {
    public static let version = "0.1.0"
    /// In registries and cards. `Scripts/set-owner.sh` puts the owner's name here and wherever else it stands.
    public static let registryName = "io.github.example/ticket-mcp"
    /// For people; 100 characters at most.
    public static let summary = "Finds, reads, makes and changes help-desk tickets through your organisation's ticket API."

    public let server: MCPServer
    /// What happens to tickets.
    public let events: EventBroadcaster
    /// Writes to standard error: on stdio, standard output belongs to the protocol.
    public let logger: Logger
    /// For the settings that one program has and the other has not.
    public let reader: SettingsReader
    public let settings: TicketSettings
    /// Nil where calls are not audited.
    public let audit: AuditLog?
    /// What other servers share with this one.
    public let shared: SharedParts
    /// Takes what others tell of changes.
    public let changes: TicketEvents?
    private let client: APIClient
    private let sink: FileAuditSink?
    private let demo: DemoUpstream?

    /// Says who is told of requests, and of calls of the ticket API.
    public typealias Watch = (inout TicketSettings, SettingsReader, Logger) throws(SettingError) -> Void

    /// A line for each request, if the log has lines of that level.
    public static func withAccessLog(_ settings: inout TicketSettings, _ reader: SettingsReader, _ logger: Logger) {
        guard settings.logLevel <= .info else { return }
        settings.observer = AccessObserver(AccessLog(format: settings.logFormat))
    }

    /// Reads the settings and prepares everything. Starts nothing.
    /// - Parameters:
    ///   - isReachedByOthers: callers are others than who started the process.
    ///   - watch: an access log alone unless given.
    public init(
        _ options: TicketOptions.Values, isReachedByOthers: Bool = false, watch: Watch = Self.withAccessLog
    ) throws(SettingError) {
        reader = try SettingsReader(environment: .ofProcess(), dotEnvPath: options.envFile)
        var settings = try TicketSettings(options, reader)
        let format = settings.logFormat
        let request = Logger.MetadataProvider.currentRequest(project: try reader.text("GOOGLE_CLOUD_PROJECT"))
        var logger = Logger(label: "ticket-mcp") { LineLogHandler(label: $0, format: format, metadataProvider: request) }
        logger.logLevel = settings.logLevel
        try watch(&settings, reader, logger)
        self.settings = settings
        for name in reader.unknownVariables { logger.warning("unknown variable", metadata: ["name": "\(name)"]) }
        for limit in settings.tickets.mapping?.limits ?? [] { logger.notice("\(limit)") }
        demo = settings.isDemo ? try DemoUpstream(logger: logger) : nil
        guard isReachedByOthers || settings.upstream.mode == .static || settings.upstream.mode == .onBehalfOf else {
            throw SettingError("MCP_UPSTREAM_AUTH=\(settings.upstream.mode.rawValue) needs HTTP requests: use ticket-mcp-sse")
        }
        let sink = try settings.audit.makeSink()
        let loss = settings.audit.loss
        let audit = sink.map { [logger] in AuditLog($0, loss: loss, logger: logger) }
        var blueprint = TicketBlueprint(
            settings.tickets, safety: settings.safety, isStrict: settings.isStrict, isReachedByOthers: isReachedByOthers)
        blueprint.address = demo
        blueprint.observer = settings.observer
        blueprint.credentials = try settings.upstream.credentials(for: settings.tickets, logger: logger)
        shared = settings.shared(nil)
        blueprint.shared = shared
        events = EventBroadcaster(log: shared.events ?? MemoryEventLog(), tally: settings.tally, logger: logger)
        blueprint.events = events
        (server, client, changes) = blueprint.make(audit: audit, logger: logger)
        self.sink = sink
        self.audit = audit
        self.logger = logger
    }

    /// Starts the demo's ticket API, if it is asked for. It ends with this process at the latest.
    public func startDemo() {
        guard let demo else { return }
        Task { await demo.run() }
    }

    /// Tells what happens to tickets elsewhere, until the task is cancelled.
    public func followChanges() async {
        await settings.upstream.follow(client, changes, logger: logger)
    }

    /// Opens the audit log's file anew, as after a log rotation.
    public func reopenAuditLog() {
        do throws(AuditSinkError) {
            try sink?.reopen()
        } catch {
            logger.error("audit log not opened anew; the old file stays", metadata: ["reason": "\(error.message)"])
        }
    }
}
