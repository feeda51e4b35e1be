internal import MCPCore
public import MCPTransportHTTP
public import TicketServer
internal import TicketTools

/// The tenants of a server, as a YAML file says them.
///
/// ```yaml
/// tenants:
///   acme:
///     title: Acme help desk
///     base_url: https://desk.acme.example/api
///     identity: {issuer: https://login.acme.example, claim: {name: org, value: acme}}
///     upstream: {auth: static, api_key_file: /run/secrets/acme}
///     limits: {calls_per_second: 20, sessions: 500}
///     events: {secret_file: /run/secrets/acme-webhook}
///     tools: {read_only: true, toolsets: [tickets], confirm: destructive}
/// ```
///
/// A key that is not known, a tool that does not exist or a secret that is not there refuses the whole file.
public struct TenantFile: Sendable {
    public let tenants: [Tenant]

    /// - Parameters:
    ///   - settings: what tenants have that say nothing else: zone, limits of the upstream, allowed hosts.
    ///   - limits: what tenants have that say nothing else.
    ///   - environment: where secrets may be.
    public init(
        path: String, settings: TicketSettings, limits: HTTPLimits, environment: EnvironmentVariables
    ) throws(SettingError) {
        guard let text = try FileText.read(path) else { throw SettingError("\(path): no such file") }
        try self.init(text, path: path, settings: settings, limits: limits, environment: environment)
    }

    init(
        _ text: String, path: String, settings: TicketSettings, limits: HTTPLimits, environment: EnvironmentVariables
    ) throws(SettingError) {
        var file = try StrictMapping(yaml: text, file: path)
        guard var entries = try file.mapping("tenants") else { throw SettingError("\(path): tenants is missing") }
        try file.finish()
        var tenants: [Tenant] = []
        for id in entries.keys {
            guard Tenant.isID(id[...]) else { throw entries.fault(id, "is no name of a tenant: 1 to 63 of a-z 0-9 -") }
            guard let entry = try entries.mapping(id) else { throw entries.fault(id, "is empty") }
            var reader = TenantReader(entry, settings, limits, environment)
            tenants.append(try reader.tenant(id))
        }
        var identities: Set<Tenant.Identity> = []
        for tenant in tenants where tenant.identity != Tenant.Identity() {
            guard identities.insert(tenant.identity).inserted else {
                throw SettingError("\(path): tenants.\(tenant.id).identity is that of another tenant")
            }
        }
        self.tenants = tenants
    }

    /// The claims of access tokens that a file asks about, for whoever checks the tokens.
    public static func claims(inFileAt path: String) throws(SettingError) -> [String] {
        guard let text = try FileText.read(path) else { throw SettingError("\(path): no such file") }
        var file = try StrictMapping(yaml: text, file: path)
        guard var entries = try file.mapping("tenants") else { return [] }
        var claims: Set<String> = []
        for id in entries.keys {
            guard var entry = try entries.mapping(id) else { continue }
            if var identity = try entry.mapping("identity"), var claim = try identity.mapping("claim"), let name = try claim.text("name") {
                claims.insert(name)
            }
            if var upstream = try entry.mapping("upstream"), let name = try upstream.text("on_behalf_of_claim") { claims.insert(name) }
        }
        return claims.sorted()
    }
}

/// Reads one tenant.
private struct TenantReader {
    private var entry: StrictMapping
    private let settings: TicketSettings
    private let limits: HTTPLimits
    private let environment: EnvironmentVariables
    /// All that was read, for the fingerprint.
    private var seen: [String] = []

    init(_ entry: StrictMapping, _ settings: TicketSettings, _ limits: HTTPLimits, _ environment: EnvironmentVariables) {
        self.entry = entry
        self.settings = settings
        self.limits = limits
        self.environment = environment
    }

    mutating func tenant(_ id: String) throws(SettingError) -> Tenant {
        var configuration = settings.tickets
        configuration.apiKey = nil
        guard let address = try note(entry.text("base_url")) else { throw entry.fault("base_url", "is missing") }
        let zone = try note(entry.text("time_zone"))
        do throws(ConfigurationError) {
            configuration.baseURL = try BaseURL(address)
            if let zone { configuration.zone = try ZoneOffset(zone) }
        } catch {
            throw entry.fault(zone == nil ? "base_url" : "time_zone", error.description)
        }
        if let path = try note(entry.text("mapping")) {
            // Its text too: a tenant whose mapping changed is another after a reload.
            _ = note(try FileText.read(path))
            configuration.mapping = try UpstreamMapping(file: path)
        }
        if let language = try note(entry.text("language")) {
            guard let known = PromptLanguage(rawValue: language) else { throw entry.fault("language", "must be ja or en") }
            configuration.language = known
        }
        configuration.showsEmail = try note(entry.flag("show_email")) ?? configuration.showsEmail
        var tenant = Tenant(id: id, configuration: configuration)
        tenant.title = try note(entry.text("title"))
        tenant.introduction = try note(entry.text("introduction"))
        if let identity = try section("identity") { tenant.identity = try self.identity(identity) }
        tenant.upstream.hosts = settings.upstream.hosts
        if let upstream = try section("upstream") { try read(upstream, into: &tenant) }
        if let hosts = tenant.upstream.hosts, let url = tenant.configuration.baseURL {
            do throws(ConfigurationError) { try hosts.check(url) } catch { throw entry.fault("base_url", error.description) }
        }
        tenant.upstream.followsChanges = settings.upstream.followsChanges
        tenant.limits = limits
        if let limits = try section("limits") { try read(limits, into: &tenant.limits) }
        if let events = try section("events") { tenant.webhookSecrets = try webhookSecrets(events) }
        tenant.safety = settings.safety
        if let tools = try section("tools") { tenant.safety = try safety(tools) }
        try entry.finish()
        tenant.fingerprint = SHA256.digest(of: Array(seen.map { "\($0.utf8.count):\($0)" }.joined().utf8))
        return tenant
    }

    private mutating func identity(_ mapping: StrictMapping) throws(SettingError) -> Tenant.Identity {
        var mapping = mapping
        var identity = Tenant.Identity()
        identity.issuer = try note(mapping.text("issuer"))
        if var claim = try mapping.mapping("claim") {
            guard let name = try note(claim.text("name")), let value = try note(claim.text("value")) else {
                throw mapping.fault("claim", "needs name and value")
            }
            try claim.finish()
            identity.claim = (name, value)
        }
        try mapping.finish()
        return identity
    }

    private mutating func read(_ mapping: StrictMapping, into tenant: inout Tenant) throws(SettingError) {
        var mapping = mapping
        if let text = try note(mapping.text("auth")) {
            guard let mode = UpstreamSettings.Mode(rawValue: text) else {
                throw mapping.fault("auth", "must be one of \(UpstreamSettings.Mode.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            tenant.upstream.mode = mode
        }
        tenant.configuration.apiKey = try secret("api_key", &mapping)
        tenant.upstream.header = try note(mapping.text("header"))?.lowercased() ?? tenant.upstream.header
        tenant.upstream.sentAs = try note(mapping.text("sent_as"))?.lowercased() ?? tenant.upstream.sentAs
        tenant.upstream.onBehalfOfHeader = try note(mapping.text("on_behalf_of_header"))?.lowercased() ?? tenant.upstream.onBehalfOfHeader
        tenant.upstream.onBehalfOfAttribute = try note(mapping.text("on_behalf_of_claim"))
        if let url = try note(mapping.text("token_url")) {
            guard let id = try note(mapping.text("client_id")), let secret = try secret("client_secret", &mapping) else {
                throw mapping.fault("token_url", "needs client_id, and client_secret_file or client_secret_env")
            }
            tenant.upstream.exchange = TokenExchangeConfiguration(
                endpoint: url, clientID: id, clientSecret: secret, audience: try note(mapping.text("audience")),
                scope: try note(mapping.text("scope")))
        }
        try mapping.finish()
    }

    /// A secret stands in a file or in a variable of its own, never among the settings.
    private mutating func secret(_ key: String, _ mapping: inout StrictMapping) throws(SettingError) -> Secret? {
        let path = try note(mapping.text("\(key)_file"))
        let name = try note(mapping.text("\(key)_env"))
        let text: String
        switch (path, name) {
        case (nil, nil): return nil
        case (.some, .some): throw mapping.fault("\(key)_file", "and \(key)_env exclude each other")
        case (let path?, nil):
            guard let found = try FileText.read(path) else { throw mapping.fault("\(key)_file", "names no file") }
            text = String(found.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
        case (nil, let name?):
            guard let found = environment.values[name] else { throw mapping.fault("\(key)_env", "names no variable") }
            text = found
        }
        guard !text.isEmpty, text.utf8.allSatisfy({ 0x21...0x7E ~= $0 }), !text.contains("${") else {
            throw mapping.fault(key, "is empty, or holds what a header cannot carry")
        }
        seen.append(text)
        return Secret(text)
    }

    private mutating func read(_ mapping: StrictMapping, into limits: inout HTTPLimits) throws(SettingError) {
        var mapping = mapping
        if let rate = try note(mapping.number("calls_per_second", 0...1_000_000)) {
            limits.callsPerSecond = Double(rate)
            limits.callBurst = Double(rate) * 2
        }
        if let burst = try note(mapping.number("burst", 1...1_000_000)) { limits.callBurst = Double(burst) }
        if let sessions = try note(mapping.number("sessions", 1...1_000_000)) { limits.sessions = sessions }
        if let sessions = try note(mapping.number("sessions_per_caller", 1...1_000_000)) { limits.sessionsPerPrincipal = sessions }
        if let streams = try note(mapping.number("streams", 1...1_000_000)) { limits.streams = streams }
        try mapping.finish()
    }

    /// The one in use, and the one before it.
    private mutating func webhookSecrets(_ mapping: StrictMapping) throws(SettingError) -> [WebhookSecret] {
        var mapping = mapping
        var secrets: [WebhookSecret] = []
        for key in ["secret", "previous_secret"] {
            guard let secret = try secret(key, &mapping) else { continue }
            let bytes = Array(secret.reveal().utf8)
            guard bytes.count >= WebhookSecret.minimumSize else {
                throw mapping.fault(key, "is too short: \(WebhookSecret.minimumSize) characters at least")
            }
            secrets.append(WebhookSecret(bytes))
        }
        try mapping.finish()
        return secrets
    }

    /// What the deployment switched off stays off, whatever a tenant says.
    private mutating func safety(_ mapping: StrictMapping) throws(SettingError) -> SafetySettings {
        var mapping = mapping
        let own = try SafetySettings(
            isReadOnly: note(mapping.flag("read_only")) ?? false, toolsets: notes(mapping.texts("toolsets")),
            allowed: notes(mapping.texts("allow")), denied: notes(mapping.texts("deny")) ?? [], confirm: note(mapping.text("confirm")),
            fallback: note(mapping.text("confirm_fallback")), scopes: notes(mapping.texts("scopes")) ?? [])
        try mapping.finish()
        return settings.safety.narrowed(by: own)
    }

    private mutating func section(_ key: String) throws(SettingError) -> StrictMapping? {
        seen.append("[\(key)]")
        return try entry.mapping(key)
    }

    private mutating func note<Value>(_ value: Value?) -> Value? {
        seen.append(value.map { "\($0)" } ?? "")
        return value
    }

    private mutating func notes(_ values: [String]?) -> [String]? {
        seen.append("\(values?.count ?? -1)")
        seen += values ?? []
        return values
    }
}
