public import Logging
public import MCPCore
public import MCPTransportHTTP
internal import Synchronization
public import TicketServer

/// Serves the tenants of a file, and takes over what changes in it.
///
/// Tenants whose settings stay the same keep their sessions and their calls through a reload. One that changed or went away finishes its
/// calls and ends its sessions; its clients open new ones.
public final class TenantService: Sendable {
    public let router: TenantRouter
    private let path: String
    private let settings: TicketSettings
    private let base: HTTPConfiguration
    private let environment: EnvironmentVariables
    private let keys: KeyRing?
    private let audit: AuditLog?
    private let logger: Logger
    private let isReloading = Mutex(())

    /// How long a tenant that goes away has for its calls.
    private static let drainTime = Duration.seconds(10)

    /// - Parameters:
    ///   - base: what all tenants have in common; its `auth` finds out who came with an access token.
    /// - Throws: for a file that cannot be used: nothing is served then.
    public init(
        path: String, keys: KeyRing?, settings: TicketSettings, base: HTTPConfiguration, environment: EnvironmentVariables = .ofProcess(),
        audit: AuditLog? = nil, logger: Logger
    ) throws(SettingError) {
        self.path = path
        self.keys = keys
        self.settings = settings
        self.base = base
        self.environment = environment
        self.audit = audit
        self.logger = logger
        router = TenantRouter(keys: keys, others: base.auth, lobby: base)
        try readTenants()
    }

    /// Reads tenants and keys again, in one step each. What cannot be used changes nothing, and is told to the log.
    public func reload() {
        isReloading.withLock { _ in
            do throws(SettingError) {
                try keys?.reload()
                try readTenants()
                logger.notice("tenants reloaded", metadata: ["tenants": "\(router.tenants.all.count)"])
            } catch {
                logger.error("tenants not reloaded; what was served goes on", metadata: ["reason": "\(error)"])
            }
        }
    }

    private func readTenants() throws(SettingError) {
        let file = try TenantFile(path: path, settings: settings, limits: base.limits, environment: environment)
        let before = router.tenants
        var runtimes: [TenantRuntime] = []
        for tenant in file.tenants {
            if let same = before[tenant.id], same.tenant.fingerprint == tenant.fingerprint {
                runtimes.append(same)
            } else {
                runtimes.append(
                    try TenantRuntime(
                        tenant, base: base, isStrict: settings.isStrict, audit: audit, observer: settings.observer,
                        shared: settings.shared(tenant.id), tally: settings.tally, logger: logger))
            }
        }
        let gone = router.replace(TenantTable(runtimes)).all.filter { old in !runtimes.contains { $0 === old } }
        for runtime in runtimes where before[runtime.tenant.id] !== runtime { runtime.follow() }
        for runtime in gone { Task { await runtime.shutdown(within: Self.drainTime) } }
    }
}
