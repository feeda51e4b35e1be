public import ArgumentParser

/// The options that both ticket programs have.
public struct TicketOptions: ParsableArguments {
    @Option(
        name: .customLong("api-base-url"),
        help: ArgumentHelp(
            "Address of the ticket API, such as https://desk.example/api (MCP_API_BASE_URL). Its key is read from MCP_API_KEY or MCP_API_KEY_FILE.",
            valueName: "url"))
    public var apiBaseURL: String?

    @Option(
        help: ArgumentHelp("How an API of another shape is spoken to: a YAML file (MCP_API_MAPPING).", valueName: "path"))
    public var mapping: String?

    @Flag(help: "Serve a ticket API of our own with made-up tickets, on this machine alone.")
    public var demo = false

    @Option(
        help: ArgumentHelp(
            "Read variables from this file; they count less than the environment. (default: .env, if there is one)", valueName: "path"))
    public var envFile: String?

    @Option(
        help: ArgumentHelp(
            "Zone of dates that come without a time, such as Asia/Tokyo or +09:00 (MCP_TIME_ZONE). (default: UTC)", valueName: "zone"))
    public var timeZone: String?

    @Flag(help: "Show addresses of users in full instead of masked (MCP_SHOW_EMAIL).")
    public var showEmail = false

    @Option(
        help: ArgumentHelp("trace, debug, info, notice, warning, error or critical (MCP_LOG_LEVEL). (default: info)", valueName: "level"))
    public var logLevel: String?

    public init() {}

    /// What was said, apart from how it was parsed.
    public struct Values: Sendable {
        public var apiBaseURL: String?
        public var mapping: String?
        public var demo = false
        public var envFile: String?
        public var timeZone: String?
        public var showEmail = false
        public var logLevel: String?

        /// Nothing was said.
        public init() {}
    }

    public var values: Values {
        var values = Values()
        values.apiBaseURL = apiBaseURL
        values.mapping = mapping
        values.demo = demo
        values.envFile = envFile
        values.timeZone = timeZone
        values.showEmail = showEmail
        values.logLevel = logLevel
        return values
    }
}
