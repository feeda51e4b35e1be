internal import Logging
internal import MCPCore
internal import MCPTransportHTTP
internal import Synchronization
internal import TicketServer
internal import TicketTools

/// One tenant at work: a server, a handler and an upstream client that no other tenant shares. Sessions, events, tasks, cursors, sealed
/// states and what is kept of the upstream are theirs, and so are nobody else's.
final class TenantRuntime: Sendable {
    let tenant: Tenant
    let handler: MCPHTTPHandler
    /// Puts what the tools want to know of a request around the caller's identity.
    let auth: any AuthProvider
    /// What happens to this tenant's tickets, and to no other's.
    let events: EventBroadcaster
    private let client: APIClient
    private let changes: TicketEvents?
    private let logger: Logger
    private let following = Mutex<Task<Void, Never>?>(nil)

    /// - Parameter base: what the handlers of all tenants have in common.
    init(
        _ tenant: Tenant, base: HTTPConfiguration, isStrict: Bool, audit: AuditLog?, observer: (any ServerObserver)? = nil,
        shared: SharedParts = SharedParts(), tally: EventTally = EventTally(), logger: Logger
    ) throws(SettingError) {
        self.tenant = tenant
        var blueprint = TicketBlueprint(tenant.configuration, safety: tenant.safety, isStrict: isStrict, isReachedByOthers: true)
        blueprint.credentials = try tenant.upstream.credentials(for: tenant.configuration, logger: logger)
        blueprint.title = tenant.title ?? blueprint.title
        blueprint.introduction = tenant.introduction
        blueprint.tenant = tenant.id
        blueprint.observer = observer
        blueprint.shared = shared
        events = EventBroadcaster(log: shared.events ?? MemoryEventLog(), tally: tally, logger: logger)
        blueprint.events = events
        let (server, client, changes) = blueprint.make(audit: audit, logger: logger)
        (self.client, self.changes, self.logger) = (client, changes, logger)
        auth = tenant.upstream.auth(around: RoutedIdentity())
        var configuration = base
        configuration.auth = auth
        configuration.limits = tenant.limits
        configuration.sessions = shared.sessions
        configuration.usage = shared.usage
        configuration.publicURL = (base.publicURL ?? "") + TenantPath.prefix(of: tenant.id)
        // Without a public address there is none that metadata could stand for.
        if base.publicURL == nil { configuration.resourceMetadata = nil }
        var endpoints = HTTPEvents(events)
        endpoints.publisher = changes
        endpoints.mayWatch = tenant.safety.mayWatch(tenant.upstream)
        endpoints.isAdmin = SafetySettings.mayAdminister
        endpoints.tenant = tenant.id
        // A tenant to whom nobody posts refuses like any other: nobody learns which tenants there are.
        endpoints.webhookSecrets = tenant.webhookSecrets.isEmpty ? [.random()] : tenant.webhookSecrets
        configuration.events = endpoints
        handler = MCPHTTPHandler(server, configuration: configuration)
    }

    /// Tells what happens to the tenant's tickets elsewhere, until the shutdown.
    func follow() {
        let task = Task { [tenant, client, changes, logger] in await tenant.upstream.follow(client, changes, logger: logger) }
        following.withLock { $0 = task }
    }

    func shutdown(within time: Duration) async {
        following.withLock { $0.take() }?.cancel()
        await handler.shutdown(within: time)
        events.close()
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
