/// A path of a tenant: `/t/acme/mcp` is `/mcp` of `acme`.
struct TenantPath: Sendable, Hashable {
    /// Nil for a path that names none.
    let tenant: String?
    let rest: String

    init(_ path: String) {
        guard path.hasPrefix("/t/") else {
            (tenant, rest) = (nil, path)
            return
        }
        let behind = path.dropFirst(3)
        let name = behind.prefix { $0 != "/" }
        let rest = behind[name.endIndex...]
        // A name that no tenant can have is one that no tenant has: the empty one.
        tenant = Tenant.isID(name) ? String(name) : ""
        self.rest = rest.isEmpty ? "/" : String(rest)
    }

    /// What everybody may ask, who need not say who they are: it is answered without any tenant.
    var isPublic: Bool {
        switch rest {
        case "/", "/health", "/ready", "/capabilities": true
        default: rest.hasPrefix("/.well-known/")
        }
    }

    static func prefix(of tenant: String) -> String { "/t/\(tenant)" }
}
