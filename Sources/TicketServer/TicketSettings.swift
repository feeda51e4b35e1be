public import Logging
public import MCPCore
public import MCPLogging
public import TicketTools

/// What both ticket programs are told, on top of their own transport.
public struct TicketSettings: Sendable {
    public var tickets: TicketConfiguration
    public var isDemo: Bool
    /// Whether arguments must be of the type that the schema says, to the letter.
    public var isStrict: Bool
    public var logLevel: Logger.Level
    public var logFormat: LogFormat
    /// Counts what happens to events, of whichever tenant.
    public let tally = EventTally()
    /// Is told of every request, of whichever tenant.
    public var observer: (any ServerObserver)?
    public var safety: SafetySettings
    public var upstream: UpstreamSettings
    public var audit: AuditSettings
    /// What this server shares with others.
    public var shared: SharedParts.Make = { _ in SharedParts() }

    /// Reads everything, and refuses what cannot be used.
    public init(_ options: TicketOptions.Values, _ reader: SettingsReader) throws(SettingError) {
        tickets = TicketConfiguration()
        tickets.userAgent = "ticket-mcp/\(TicketProgram.version)"
        do throws(ConfigurationError) {
            if let text = try reader.textOrFail("MCP_API_BASE_URL", options.apiBaseURL) { tickets.baseURL = try BaseURL(text) }
            if let text = try reader.textOrFail("MCP_TIME_ZONE", options.timeZone) { tickets.zone = try ZoneOffset(text) }
        } catch {
            throw SettingError(error.description)
        }
        if let path = try reader.text("MCP_API_MAPPING", flag: options.mapping) { tickets.mapping = try UpstreamMapping(file: path) }
        guard tickets.mapping == nil || !options.demo else {
            throw SettingError("--demo brings its own ticket API; take away --demo or MCP_API_MAPPING")
        }
        if let text = try reader.text("MCP_LANGUAGE") {
            guard let language = PromptLanguage(rawValue: text.lowercased()) else {
                let known = PromptLanguage.allCases.map(\.rawValue).joined(separator: ", ")
                throw SettingError("MCP_LANGUAGE must be one of \(known), not \"\(text)\"")
            }
            tickets.language = language
        }
        tickets.apiKey = try reader.secret("MCP_API_KEY")
        tickets.showsEmail = try reader.flag("MCP_SHOW_EMAIL", flag: options.showEmail)
        isStrict = try reader.flag("MCP_STRICT_TYPES")
        isDemo = options.demo
        guard !isDemo || tickets.baseURL == nil else {
            throw SettingError("--demo brings its own ticket API; take away --demo or MCP_API_BASE_URL")
        }
        safety = try SafetySettings(reader)
        upstream = try UpstreamSettings(reader)
        try upstream.check(tickets.baseURL)
        audit = try AuditSettings(reader)
        let level = try reader.text("MCP_LOG_LEVEL", flag: options.logLevel) ?? "info"
        guard let logLevel = Logger.Level(rawValue: level.lowercased()) else {
            throw SettingError(
                "MCP_LOG_LEVEL must be one of \(Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")), not \"\(level)\"")
        }
        self.logLevel = logLevel
        let format = try reader.text("MCP_LOG_FORMAT") ?? "text"
        guard let logFormat = LogFormat(rawValue: format.lowercased()) else {
            throw SettingError("MCP_LOG_FORMAT must be text or json, not \"\(format)\"")
        }
        self.logFormat = logFormat
    }
}

extension SettingsReader {
    fileprivate func textOrFail(_ name: String, _ flag: String?) throws(ConfigurationError) -> String? {
        do throws(SettingError) {
            return try text(name, flag: flag)
        } catch {
            throw ConfigurationError(error.description)
        }
    }
}
