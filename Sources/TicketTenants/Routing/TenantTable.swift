internal import MCPCore
internal import TicketTools

/// The tenants at one moment, and whose a caller is.
struct TenantTable: Sendable {
    private let runtimes: [String: TenantRuntime]
    /// Those whom access tokens can belong to, what asks for more first.
    private let byIdentity: [TenantRuntime]

    init(_ runtimes: [TenantRuntime] = []) {
        self.runtimes = Dictionary(uniqueKeysWithValues: runtimes.map { ($0.tenant.id, $0) })
        byIdentity = runtimes.filter { $0.tenant.identity != Tenant.Identity() }.sorted { first, second in
            (Self.weight(first), second.tenant.id) > (Self.weight(second), first.tenant.id)
        }
    }

    var all: [TenantRuntime] { Array(runtimes.values) }

    subscript(id: String) -> TenantRuntime? { runtimes[id] }

    /// The tenant of who came with an access token; nil where none claims it.
    func tenant(of principal: Principal) -> TenantRuntime? {
        guard let issuer = principal.issuer else { return nil }
        return byIdentity.first { runtime in
            // A token that was asked for at one tenant's address is good there alone.
            if let asked = principal.attributes[TenantResources.attribute], asked != runtime.tenant.id { return false }
            let identity = runtime.tenant.identity
            if let wanted = identity.issuer, wanted != issuer { return false }
            if let claim = identity.claim, principal.attributes[claim.name] != claim.value { return false }
            return true
        }
    }

    private static func weight(_ runtime: TenantRuntime) -> Int {
        (runtime.tenant.identity.issuer == nil ? 0 : 1) + (runtime.tenant.identity.claim == nil ? 0 : 2)
    }
}
