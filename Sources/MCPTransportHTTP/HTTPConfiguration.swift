public import MCPCore

/// How an HTTP handler behaves.
public struct HTTPConfiguration: Sendable {
    public var auth: any AuthProvider
    /// Which hosts and pages may be in front of us.
    public var origins: OriginPolicy
    public var limits = HTTPLimits()
    /// Where clients reach us, such as `https://desk.example/tools`, if a proxy stands between: the path goes before those that we tell clients.
    public var publicURL: String?
    /// Whether a proxy's `X-Forwarded-Prefix` is believed.
    public var trustsForwardedPrefix = true
    /// Whether callers must show who they are; told in `/health`.
    public var asksForIdentity: Bool

    public init(auth: any AuthProvider = FixedPrincipalAuth(), asksForIdentity: Bool = false, origins: OriginPolicy = .loopback) {
        self.auth = auth
        self.asksForIdentity = asksForIdentity
        self.origins = origins
    }
}
