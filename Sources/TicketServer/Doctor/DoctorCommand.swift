public import ArgumentParser
internal import Dispatch
internal import Logging
internal import MCPCore
internal import TicketTools

/// `doctor`: looks at the settings, the ticket API and the clients, and says what to do.
public struct DoctorCommand: ParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Check settings, the ticket API and clients, and say what to do.",
        discussion: "Reads the same settings as the server, changes nothing, and shows no key. Fails if anything would not work.")

    @OptionGroup var options: TicketOptions

    public init() {}

    /// Does not return: the program that has this command starts without a main task, and ends here.
    public func run() throws {
        Task { [values = options.values] in
            let isFine = await Self.examine(values)
            Self.exit(withError: isFine ? nil : ExitCode.failure)
        }
        dispatchMain()
    }

    /// - Returns: false where something would not work.
    private static func examine(_ options: TicketOptions.Values) async -> Bool {
        var findings = [
            Finding.fine(
                "ticket-mcp-stdio \(TicketProgram.version), MCP \(ProtocolRevision.all.map(\.name).sorted().joined(separator: ", "))")
        ]
        let environment = EnvironmentVariables.ofProcess()
        do throws(SettingError) {
            let reader = try SettingsReader(environment: environment, dotEnvPath: options.envFile)
            let settings = try TicketSettings(options, reader)
            findings += Self.findings(settings, reader)
            findings += try await Self.upstream(settings)
        } catch {
            findings.append(.broken("settings: \(error.description)", "What it means is in docs/operations.md."))
        }
        findings += ClientCheck(environment: environment).findings()
        for finding in findings { Console.say(finding.lines) }
        return !findings.contains { $0.level == .broken }
    }

    private static func findings(_ settings: TicketSettings, _ reader: SettingsReader) -> [Finding] {
        var findings = reader.unknownVariables.map {
            Finding.doubtful("no program reads \($0)", "Is it a slip of the pen? Names are in docs/configuration.md.")
        }
        if let url = settings.tickets.baseURL?.text, settings.tickets.apiKey != nil, url.hasPrefix("http://"),
            !["http://127.", "http://localhost", "http://[::1]"].contains(where: url.hasPrefix)
        {
            findings.append(.doubtful("the key goes over the network in the clear", "Use https:// in MCP_API_BASE_URL."))
        }
        if findings.isEmpty { findings.append(.fine("settings can be used")) }
        return findings
    }

    private static func upstream(_ settings: TicketSettings) async throws(SettingError) -> [Finding] {
        guard settings.upstream.mode == .static || settings.upstream.mode == .onBehalfOf else {
            return [
                .broken(
                    "MCP_UPSTREAM_AUTH=\(settings.upstream.mode.rawValue) needs HTTP requests",
                    "Use ticket-mcp-sse, or another MCP_UPSTREAM_AUTH.")
            ]
        }
        let logger = Logger(label: "doctor") { _ in SwiftLogNoOpLogHandler() }
        var configuration = settings.tickets
        configuration.timeouts = TicketTimeouts(connect: .seconds(5), total: .seconds(10))
        let demo = settings.isDemo ? try DemoUpstream(logger: logger) : nil
        let client = APIClient(
            configuration: configuration, address: demo,
            credentials: try settings.upstream.credentials(for: configuration, logger: logger), logger: logger)
        let running = demo.map { demo in Task { await demo.run() } }
        let findings = await UpstreamCheck(client: client, url: configuration.baseURL, hasKey: configuration.apiKey != nil).findings()
        await client.shutdown()
        running?.cancel()
        await running?.value
        return findings
    }
}
