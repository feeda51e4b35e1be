internal import Logging
internal import MCPCore
internal import MCPTransportHTTP
internal import TicketServer
internal import TicketTools

/// One tenant at work: a server, a handler and an upstream client that no other tenant shares. Sessions, events, tasks, cursors, sealed
/// states and what is kept of the upstream are theirs, and so are nobody else's.
final class TenantRuntime: Sendable {
    let tenant: Tenant
    let handler: MCPHTTPHandler
    /// Puts what the tools want to know of a request around the caller's identity.
    let auth: any AuthProvider
    private let client: APIClient

    /// - Parameter base: what the handlers of all tenants have in common.
    init(
        _ tenant: Tenant, base: HTTPConfiguration, isStrict: Bool, audit: AuditLog?, observer: (any ServerObserver)? = nil, logger: Logger
    ) throws(SettingError) {
        self.tenant = tenant
        var blueprint = TicketBlueprint(tenant.configuration, safety: tenant.safety, isStrict: isStrict, isReachedByOthers: true)
        blueprint.credentials = try tenant.upstream.credentials(apiKey: tenant.configuration.apiKey, logger: logger)
        blueprint.title = tenant.title ?? blueprint.title
        blueprint.introduction = tenant.introduction
        blueprint.tenant = tenant.id
        blueprint.observer = observer
        let (server, client) = blueprint.make(audit: audit, logger: logger)
        self.client = client
        auth = tenant.upstream.auth(around: RoutedIdentity())
        var configuration = base
        configuration.auth = auth
        configuration.limits = tenant.limits
        configuration.publicURL = (base.publicURL ?? "") + TenantPath.prefix(of: tenant.id)
        // Without a public address there is none that metadata could stand for.
        if base.publicURL == nil { configuration.resourceMetadata = nil }
        handler = MCPHTTPHandler(server, configuration: configuration)
    }

    func shutdown(within time: Duration) async {
        await handler.shutdown(within: time)
        await client.shutdown()
    }

    /// The caller as this tenant knows it: the tenant is part of the name, and so of every key that is made of it.
    func principal(_ principal: Principal) -> Principal {
        var attributes = principal.attributes
        attributes["tenant"] = tenant.id
        return Principal(
            id: "\(principal.id)@\(tenant.id)", displayName: principal.displayName, scopes: principal.scopes, attributes: attributes)
    }
}
