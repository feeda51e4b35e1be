public import Logging
public import MCPCore
public import TicketTools

/// As whom the ticket API is called, and where it may be.
public struct UpstreamSettings: Sendable {
    public enum Mode: String, Sendable, CaseIterable {
        /// With one key, for everybody.
        case `static`
        /// With each caller's own credentials, from a header.
        case header
        /// With what each caller's token is exchanged for.
        case exchange
        /// With one key, and the caller's name beside it.
        case onBehalfOf = "on-behalf-of"
    }

    public var mode = Mode.static
    /// The header of requests that holds the caller's credentials.
    public var header = "x-upstream-authorization"
    public var sentAs = "authorization"
    public var onBehalfOfHeader = "x-on-behalf-of"
    public var onBehalfOfAttribute: String?
    public var exchange: TokenExchangeConfiguration?
    /// Nil where any host will do that the configuration names.
    public var hosts: UpstreamHosts?
    /// Whether the API's own feed of changes is read, where it is called with one key.
    public var followsChanges = true

    public init() {}

    public init(_ reader: SettingsReader) throws(SettingError) {
        let text = try reader.text("MCP_UPSTREAM_AUTH") ?? Mode.static.rawValue
        guard let mode = Mode(rawValue: text.lowercased()) else {
            throw SettingError(
                "MCP_UPSTREAM_AUTH must be one of \(Mode.allCases.map(\.rawValue).joined(separator: ", ")), not \"\(text)\"")
        }
        self.mode = mode
        header = try reader.text("MCP_UPSTREAM_HEADER")?.lowercased() ?? header
        sentAs = try reader.text("MCP_UPSTREAM_SENT_AS")?.lowercased() ?? sentAs
        onBehalfOfHeader = try reader.text("MCP_ON_BEHALF_OF_HEADER")?.lowercased() ?? onBehalfOfHeader
        onBehalfOfAttribute = try reader.text("MCP_ON_BEHALF_OF_CLAIM")
        if let endpoint = try reader.text("MCP_TOKEN_EXCHANGE_URL") {
            guard let id = try reader.text("MCP_TOKEN_EXCHANGE_CLIENT_ID"),
                let secret = try reader.secret("MCP_TOKEN_EXCHANGE_CLIENT_SECRET")
            else {
                throw SettingError("MCP_TOKEN_EXCHANGE_URL needs MCP_TOKEN_EXCHANGE_CLIENT_ID and MCP_TOKEN_EXCHANGE_CLIENT_SECRET")
            }
            exchange = TokenExchangeConfiguration(
                endpoint: endpoint, clientID: id, clientSecret: secret, audience: try reader.text("MCP_TOKEN_EXCHANGE_AUDIENCE"),
                scope: try reader.text("MCP_TOKEN_EXCHANGE_SCOPE"))
        }
        if try reader.text("MCP_CHANGE_FEED") != nil { followsChanges = try reader.flag("MCP_CHANGE_FEED") }
        if let hosts = try reader.text("MCP_UPSTREAM_HOSTS") {
            self.hosts = try Self.asSetting { () throws(ConfigurationError) in try UpstreamHosts(SafetySettings.list(hosts)) }
        }
    }

    /// - Parameter tickets: has the key, for the modes that take one, and says which header it goes into.
    /// - Returns: nil for the configuration's own key.
    public func credentials(for tickets: TicketConfiguration, logger: Logger) throws(SettingError) -> (any UpstreamCredentials)? {
        switch mode {
        case .static: return nil
        case .header:
            return try Self.asSetting { () throws(ConfigurationError) in try HeaderCredentials(from: header, sentAs: sentAs) }
        case .exchange:
            guard let exchange else { throw SettingError("MCP_UPSTREAM_AUTH=exchange needs MCP_TOKEN_EXCHANGE_URL") }
            return try Self.asSetting { () throws(ConfigurationError) in try TokenExchange(exchange, logger: logger) }
        case .onBehalfOf:
            guard let apiKey = tickets.apiKey else {
                throw SettingError("MCP_UPSTREAM_AUTH=on-behalf-of needs the key of a service account, MCP_API_KEY")
            }
            return try Self.asSetting { () throws(ConfigurationError) in
                try OnBehalfOfCredentials(
                    apiKey: apiKey, header: onBehalfOfHeader, attribute: onBehalfOfAttribute,
                    keyHeader: tickets.mapping?.keyHeader ?? .standard)
            }
        }
    }

    /// Puts what this and the tools' switches want to know of a request around what finds out who is calling.
    public func auth(around provider: any AuthProvider) -> any AuthProvider {
        let inner: any AuthProvider = mode == .exchange ? SubjectTokenAuth(provider) : provider
        return CallerHeaders(NarrowingHeaders.names, credentials: mode == .header ? [header] : [], with: inner)
    }

    func check(_ url: BaseURL?) throws(SettingError) {
        guard let hosts, let url else { return }
        try Self.asSetting { () throws(ConfigurationError) in try hosts.check(url) }
    }

    private static func asSetting<Value>(_ make: () throws(ConfigurationError) -> Value) throws(SettingError) -> Value {
        do throws(ConfigurationError) {
            return try make()
        } catch {
            throw SettingError(error.description)
        }
    }
}
