/// The addresses of tenants, as what access tokens are asked for (RFC 8707). Tenants come and go, so they are known by their form.
public struct TenantResources: Sendable {
    /// The attribute of a principal that names the tenant at whose address the token was asked for.
    public static let attribute = "resource_tenant"

    private let url: String
    private let endpoints: Set<String>

    /// - Parameters:
    ///   - url: our public address, without a slash at the end.
    ///   - endpoints: the paths behind a tenant's.
    public init(under url: String, endpoints: [String]) {
        self.url = url
        self.endpoints = Set(endpoints)
    }

    /// - Returns: the tenant whose address this is; nil for any other address.
    public func tenant(of resource: String) -> String? {
        TenantPath.tenant(ofResource: resource, under: url, endpoints: endpoints)
    }
}
