internal import Logging
internal import MCPAuth
internal import MCPTransportHTTP
internal import TicketServer
internal import TicketTenants
internal import TicketTools

/// Callers with access tokens: the `MCP_OAUTH_…` variables.
extension ServerSettings {
    struct OAuth {
        let provider: OAuthProvider
        let metadata: ProtectedResourceMetadata
    }

    /// - Parameter handler: says what clients call us when they ask an issuer for a token.
    /// - Returns: nil where access tokens are not asked for.
    static func oauth(_ reader: SettingsReader, for handler: HTTPConfiguration, _ logger: Logger) throws(SettingError) -> OAuth? {
        let issuerNames = try list(reader.text("MCP_OAUTH_ISSUER"))
        let provider = try reader.text("MCP_OAUTH_PROVIDER")
        guard try reader.flag("MCP_OAUTH_ENABLED") else {
            // Somebody who names an issuer and is let in without a token would not know that nothing is checked.
            guard try reader.text("MCP_OAUTH_ENABLED") != nil || issuerNames.isEmpty && provider == nil else {
                throw SettingError("MCP_OAUTH_ISSUER or MCP_OAUTH_PROVIDER is set: say MCP_OAUTH_ENABLED=true, or =false")
            }
            return nil
        }
        let audiences = try list(reader.text("MCP_OAUTH_AUDIENCE"))
        let issuers: [TrustedIssuer]
        switch provider?.lowercased() {
        case "google": issuers = [try google(reader, issuerNames, audiences)]
        case nil: issuers = try named(reader, issuerNames)
        case .some(let name): throw SettingError("MCP_OAUTH_PROVIDER must be google, or left out for MCP_OAUTH_ISSUER, not \"\(name)\"")
        }
        var configuration = OAuthConfiguration(issuers: issuers, audiences: audiences + handler.resourceIdentifiers)
        guard !configuration.audiences.isEmpty || issuers.allSatisfy({ $0.audiences != nil }) else {
            throw SettingError(
                "set MCP_PUBLIC_URL, the address that clients reach us under, or MCP_OAUTH_AUDIENCE: without it tokens for other servers "
                    + "could not be told from ours")
        }
        configuration.requiredScopes = try words(reader.text("MCP_OAUTH_REQUIRED_SCOPES"))
        let scopes = try words(reader.text("MCP_OAUTH_SCOPES"))
        configuration.offeredScopes = scopes.isEmpty ? configuration.requiredScopes : scopes
        // Google gives no token without a scope.
        if configuration.offeredScopes.isEmpty, provider != nil { configuration.offeredScopes = ["openid", "email"] }
        configuration.tenantClaim = try reader.text("MCP_OAUTH_TENANT_CLAIM")
        // What calls are made upstream on behalf of.
        configuration.keptClaims = try list(reader.text("MCP_ON_BEHALF_OF_CLAIM")) + tenantClaims(reader)
        configuration.reach = try reach(reader)
        if try reader.text("MCP_TENANTS_FILE") != nil, let url = handler.publicURL {
            let resources = TenantResources(under: url, endpoints: handler.resourceIdentifiers.map { String($0.dropFirst(url.count)) })
            configuration.resource = { audience in resources.tenant(of: audience).map { [TenantResources.attribute: $0] } }
        }
        do throws(OAuthConfigurationError) {
            return OAuth(
                provider: try OAuthProvider(configuration, logger: logger),
                metadata: ProtectedResourceMetadata(
                    authorizationServers: issuers.map(\.issuer), scopes: configuration.offeredScopes, name: "Help-desk tickets"))
        } catch {
            throw SettingError("MCP_OAUTH_…: \(error.description)")
        }
    }

    /// What tells whose tenant a token's owner is of.
    private static func tenantClaims(_ reader: SettingsReader) throws(SettingError) -> [String] {
        guard let path = try reader.text("MCP_TENANTS_FILE") else { return [] }
        return try TenantFile.claims(inFileAt: path)
    }

    private static func google(
        _ reader: SettingsReader, _ issuers: [String], _ audiences: [String]
    ) throws(SettingError) -> TrustedIssuer {
        guard issuers.isEmpty else { throw SettingError("MCP_OAUTH_PROVIDER=google and MCP_OAUTH_ISSUER exclude each other") }
        let clients = try list(reader.text("MCP_OAUTH_CLIENT_ID")) + audiences
        guard !clients.isEmpty else {
            throw SettingError("MCP_OAUTH_PROVIDER=google needs MCP_OAUTH_CLIENT_ID, the id of your OAuth client: Google's tokens name it")
        }
        return .google(clientIDs: clients)
    }

    private static func named(_ reader: SettingsReader, _ names: [String]) throws(SettingError) -> [TrustedIssuer] {
        guard !names.isEmpty else {
            throw SettingError("MCP_OAUTH_ENABLED needs MCP_OAUTH_ISSUER, the address of your authorization server, or MCP_OAUTH_PROVIDER")
        }
        var issuers = names.map { TrustedIssuer($0) }
        let endpoint = try reader.text("MCP_OAUTH_INTROSPECTION_URL")
        switch (try reader.text("MCP_OAUTH_CLIENT_ID"), try reader.secret("MCP_OAUTH_CLIENT_SECRET")) {
        case (nil, nil):
            guard endpoint == nil else {
                throw SettingError("MCP_OAUTH_INTROSPECTION_URL needs MCP_OAUTH_CLIENT_ID and MCP_OAUTH_CLIENT_SECRET")
            }
        case (let id?, let secret?):
            guard issuers.count == 1 else {
                throw SettingError("MCP_OAUTH_CLIENT_SECRET is for looking up opaque tokens, which works with one issuer only")
            }
            issuers[0].introspection = .standard(ClientCredentials(id: id, secret: secret.reveal()), endpoint: endpoint)
        default: throw SettingError("MCP_OAUTH_CLIENT_ID and MCP_OAUTH_CLIENT_SECRET belong together")
        }
        return issuers
    }

    private static func reach(_ reader: SettingsReader) throws(SettingError) -> IssuerReach {
        switch try reader.text("MCP_OAUTH_NETWORK")?.lowercased() {
        case nil, "public": return .publicInternet
        case "private": return .privateNetworks
        case "loopback": return .loopback
        case .some(let name): throw SettingError("MCP_OAUTH_NETWORK must be public, private or loopback, not \"\(name)\"")
        }
    }

    /// Scopes, which are parted by blanks as in the protocol, or by commas.
    private static func words(_ text: String?) -> [String] {
        (text ?? "").split { $0 == "," || $0.isWhitespace }.map(String.init)
    }
}
