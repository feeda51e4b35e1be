internal import Logging
internal import MCPAuth
internal import MCPCore
internal import MCPHTTPServer
internal import MCPTransportHTTP
internal import TicketServer
internal import TicketTools

/// Where we listen, who may come in, and how streams behave.
struct ServerSettings {
    let server: HTTPServerConfiguration
    let handler: HTTPConfiguration
    /// Everybody may come in.
    let isAnonymous: Bool
    /// Callers may come with access tokens.
    let oauth: OAuthProvider?
    let events: EventSettings
    /// Callers may come with a key or a secret.
    let asksForKey: Bool
    /// The web console is asked for.
    let hasConsole: Bool

    init(_ options: ServerOptions, _ reader: SettingsReader, _ logger: Logger) throws(SettingError) {
        let host = try reader.text("MCP_HOST", flag: options.host) ?? "127.0.0.1"
        let isLoopback = ["127.0.0.1", "::1", "localhost"].contains(host)
        let publicURL = try reader.text("MCP_PUBLIC_URL", flag: options.publicURL).map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
        var named = HTTPConfiguration()
        named.publicURL = publicURL
        let oauth = try Self.oauth(reader, for: named, logger)
        self.oauth = oauth?.provider
        events = try EventSettings(reader)
        let keys = try Self.keys(reader)
        asksForKey = !keys.isEmpty
        // Tokens come last: a key must not be looked up at an issuer, and the refusal says how to get a token.
        let providers = keys + (oauth.map { [$0.provider] } ?? [])
        isAnonymous = providers.isEmpty
        let hasKeysFile = try reader.text("MCP_KEYS_FILE") != nil
        guard !providers.isEmpty || hasKeysFile || isLoopback || options.allowAnonymous else {
            throw SettingError(
                "\(host) can be reached by others: set MCP_MCP_API_KEY, MCP_KEYS_FILE, MCP_SHARED_SECRET or MCP_OAUTH_ENABLED, or say "
                    + "--allow-anonymous to let everybody in")
        }
        server = try Self.listening(options, reader, host)
        hasConsole = try reader.flag("MCP_CONSOLE", flag: options.console)
        let origins = try options.allowOrigin + Self.list(reader.text("MCP_ALLOWED_ORIGINS"))
        let hosts = try options.allowHost + Self.list(reader.text("MCP_ALLOWED_HOSTS"))
        let isOpen = !isLoopback || !origins.isEmpty || !hosts.isEmpty
        // The console is a page of our own: browsers name our public address as the origin of its calls.
        let own = hasConsole ? publicURL.map { [Self.origin(of: $0)] } ?? [] : []
        var handler = HTTPConfiguration(
            auth: isAnonymous ? FixedPrincipalAuth() : providers.count == 1 ? providers[0] : AuthChain(providers),
            asksForIdentity: !isAnonymous, origins: isOpen ? .network(origins: origins + own, hosts: hosts) : .loopback)
        handler.publicURL = publicURL
        handler.isSecure = server.tls != nil
        handler.resourceMetadata = oauth?.metadata
        handler.card = ServerCard(name: TicketProgram.registryName, title: "Help-desk tickets", description: TicketProgram.summary)
        handler.requestHeaders = try [reader.text("MCP_UPSTREAM_HEADER")].compactMap(\.self)
        handler.limits.streamTime = .seconds(
            try Self.number("MCP_CLOUD_RUN_TIMEOUT", reader.text("MCP_CLOUD_RUN_TIMEOUT"), 10...86_400) ?? 840)
        if let rate = try Self.number("MCP_RATE_LIMIT", reader.text("MCP_RATE_LIMIT"), 0...1_000_000) {
            handler.limits.callsPerSecond = Double(rate)
            handler.limits.callBurst = Double(rate) * 2
        }
        self.handler = handler
    }

    /// - Returns: none where neither a key nor a secret is set.
    private static func keys(_ reader: SettingsReader) throws(SettingError) -> [any AuthProvider] {
        var providers: [any AuthProvider] = []
        if let key = try reader.secret("MCP_MCP_API_KEY") {
            guard key.reveal().utf8.count >= 16 else { throw SettingError("MCP_MCP_API_KEY is too short: 16 characters at least") }
            providers.append(APIKeyAuthProvider([(key: key.reveal(), principal: Principal(id: "api-key"))]))
        }
        var secrets: [String] = []
        for name in ["MCP_SHARED_SECRET", "SHARED_SECRET"] {
            guard let secret = try reader.secret(name) else { continue }
            guard secret.reveal().utf8.count == SharedSecretAuthProvider.length else {
                throw SettingError("\(name) must have exactly \(SharedSecretAuthProvider.length) characters")
            }
            secrets.append(secret.reveal())
        }
        if !secrets.isEmpty {
            do throws(AuthError) {
                providers.append(try SharedSecretAuthProvider(secrets))
            } catch {
                throw SettingError(error.message)
            }
        }
        return providers
    }

    /// Scheme, host and port of an address.
    private static func origin(of url: String) -> String {
        url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false).prefix(3).joined(separator: "/")
    }

    static func list(_ text: String?) -> [String] {
        (text ?? "").split(separator: ",").map { $0.filter { !$0.isWhitespace } }.filter { !$0.isEmpty }
    }

    static func number(_ name: String, _ text: String?, _ range: ClosedRange<Int>) throws(SettingError) -> Int? {
        guard let text else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw SettingError("\(name) must be a number from \(range.lowerBound) to \(range.upperBound), not \"\(text)\"")
        }
        return number
    }
}
