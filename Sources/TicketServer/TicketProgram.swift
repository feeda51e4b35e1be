public import Logging
public import MCPCore
internal import TicketTools

/// What both ticket programs are, whatever their transport: settings, a log on standard error, the tools, and the demo if it is asked for.
public struct TicketProgram: Sendable {
    public static let version = "0.1.0"

    public let server: MCPServer
    /// Writes to standard error: on stdio, standard output belongs to the protocol.
    public let logger: Logger
    /// For the settings that one program has and the other has not.
    public let reader: SettingsReader
    private let demo: DemoUpstream?

    /// Reads the settings and prepares everything. Starts nothing.
    public init(_ options: TicketOptions.Values) throws(SettingError) {
        reader = try SettingsReader(environment: .ofProcess(), dotEnvPath: options.envFile)
        let settings = try TicketSettings(options, reader)
        var logger = Logger(label: "ticket-mcp") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = settings.logLevel
        for name in reader.unknownVariables { logger.warning("unknown variable", metadata: ["name": "\(name)"]) }
        demo = settings.isDemo ? try DemoUpstream(logger: logger) : nil
        let client = APIClient(configuration: settings.tickets, address: demo, logger: logger)
        server = MCPServer(
            Implementation(name: "ticket-mcp", version: Self.version, title: "Help-desk tickets"),
            instructions: TicketToolBox.instructions,
            lazyTools: {
                TicketToolBox.make(
                    client: client, configuration: settings.tickets, coercion: settings.isStrict ? .strict : .lossless)
            }, logger: logger)
        self.logger = logger
    }

    /// Starts the demo's ticket API, if it is asked for. It ends with this process at the latest.
    public func startDemo() {
        guard let demo else { return }
        Task { await demo.run() }
    }
}
