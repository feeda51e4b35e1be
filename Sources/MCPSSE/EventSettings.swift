internal import MCPCore
internal import MCPTransportHTTP
internal import TicketServer
internal import TicketTools

/// Who may watch events and who may post them: the `MCP_EVENTS_…` variables.
struct EventSettings {
    private let watchKey: Secret?
    private let adminKey: Secret?
    private let secrets: [WebhookSecret]

    init(_ reader: SettingsReader) throws(SettingError) {
        watchKey = try Self.key("MCP_EVENTS_API_KEY", reader.secret("MCP_EVENTS_API_KEY"))
        adminKey = try Self.key("MCP_EVENTS_ADMIN_KEY", reader.secret("MCP_EVENTS_ADMIN_KEY"))
        guard watchKey == nil || watchKey?.reveal() != adminKey?.reveal() else {
            throw SettingError("MCP_EVENTS_API_KEY and MCP_EVENTS_ADMIN_KEY must be two keys")
        }
        let secret = try Self.secret("MCP_EVENTS_SECRET", reader.secret("MCP_EVENTS_SECRET"))
        let previous = try Self.secret("MCP_EVENTS_SECRET_PREVIOUS", reader.secret("MCP_EVENTS_SECRET_PREVIOUS"))
        guard secret != nil || previous == nil else { throw SettingError("MCP_EVENTS_SECRET_PREVIOUS needs MCP_EVENTS_SECRET") }
        secrets = [secret, previous].compactMap(\.self)
    }

    /// Something is set that one server of its own needs, and tenants have elsewhere.
    var isSet: Bool { watchKey != nil || adminKey != nil || !secrets.isEmpty }

    /// - Parameters:
    ///   - changes: takes what is posted.
    ///   - auth: who calls tools; asked too where watching has no key of its own.
    ///   - mayWatch: who of those may watch.
    func endpoints(
        for broadcaster: EventBroadcaster, changes: TicketEvents?, auth: any AuthProvider, mayWatch: @escaping @Sendable (Principal) -> Bool
    ) -> HTTPEvents {
        var events = HTTPEvents(broadcaster)
        events.publisher = changes
        events.webhookSecrets = secrets
        events.isAdmin = SafetySettings.mayAdminister
        var keys: [(key: String, principal: Principal)] = []
        if let watchKey { keys.append((watchKey.reveal(), Principal(id: "events"))) }
        if let adminKey { keys.append((adminKey.reveal(), Principal(id: "events-admin", scopes: ["admin"]))) }
        let own = APIKeyAuthProvider(keys)
        if watchKey != nil {
            events.auth = own
        } else {
            events.mayWatch = { SafetySettings.mayAdminister($0) || mayWatch($0) }
            if adminKey != nil { events.auth = AuthChain([own, auth]) }
        }
        return events
    }

    private static func key(_ name: String, _ secret: Secret?) throws(SettingError) -> Secret? {
        guard let secret else { return nil }
        guard secret.reveal().utf8.count >= 16 else { throw SettingError("\(name) is too short: 16 characters at least") }
        return secret
    }

    private static func secret(_ name: String, _ secret: Secret?) throws(SettingError) -> WebhookSecret? {
        guard let bytes = secret.map({ Array($0.reveal().utf8) }) else { return nil }
        guard bytes.count >= WebhookSecret.minimumSize else {
            throw SettingError("\(name) is too short: \(WebhookSecret.minimumSize) characters at least")
        }
        return WebhookSecret(bytes)
    }
}
