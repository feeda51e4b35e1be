/// A path of a tenant: `/t/acme/mcp` is `/mcp` of `acme`. So is the path of its metadata, which goes between the host and the path (RFC 9728,
/// section 3.1).
struct TenantPath: Sendable, Hashable {
    private static let wellKnown = "/.well-known/oauth-protected-resource"

    /// Nil for a path that names none.
    let tenant: String?
    let rest: String

    /// - Parameter prefix: what stands before our paths in the public address; only metadata is asked for with it.
    init(_ path: String, prefix: String = "") {
        if let own = Self.split(path[...]) {
            (tenant, rest) = own
        } else if path.hasPrefix(Self.wellKnown), let own = Self.split(path.dropFirst(Self.wellKnown.count), behind: prefix),
            !own.tenant.isEmpty
        {
            (tenant, rest) = (own.tenant, Self.wellKnown + own.rest)
        } else {
            (tenant, rest) = (nil, path)
        }
    }

    /// What a router takes away; empty for a path that names no tenant, or one that nobody can be.
    var mount: String { tenant.map { $0.isEmpty ? "" : Self.prefix(of: $0) } ?? "" }

    /// The tenant whose address a token was asked for (RFC 8707).
    /// - Parameters:
    ///   - resource: what the token says whom it is for.
    ///   - url: our public address, without a slash at the end.
    static func tenant(ofResource resource: String, under url: String, endpoints: Set<String>) -> String? {
        guard resource.utf8.starts(with: url.utf8), let own = split(Substring(resource.utf8.dropFirst(url.utf8.count))) else { return nil }
        guard !own.tenant.isEmpty, own.rest == "/" || endpoints.contains(own.rest) else { return nil }
        return own.tenant
    }

    private static func split(_ path: Substring, behind prefix: String = "") -> (tenant: String, rest: String)? {
        for start in prefix.isEmpty ? ["/t/"] : ["/t/", prefix + "/t/"] where path.hasPrefix(start) {
            let behind = path.dropFirst(start.count)
            let name = behind.prefix { $0 != "/" }
            let rest = behind[name.endIndex...]
            // A name that no tenant can have is one that no tenant has: the empty one.
            return (Tenant.isID(name) ? String(name) : "", rest.isEmpty ? "/" : String(rest))
        }
        return nil
    }

    /// What everybody may ask, who need not say who they are: it is answered without any tenant.
    var isPublic: Bool {
        switch rest {
        case "/", "/health", "/ready", "/capabilities", "/mcp/server-card": true
        default: rest.hasPrefix("/.well-known/")
        }
    }

    static func prefix(of tenant: String) -> String { "/t/\(tenant)" }
}
