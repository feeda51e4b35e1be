public import MCPCore

/// How an HTTP handler behaves.
public struct HTTPConfiguration: Sendable {
    public var auth: any AuthProvider
    /// Which hosts and pages may be in front of us.
    public var origins: OriginPolicy
    public var limits = HTTPLimits()
    /// Where clients reach us, such as `https://desk.example/tools`, if a proxy stands between: the path goes before those that we tell
    /// clients.
    public var publicURL: String?
    /// Whether a proxy's `X-Forwarded-Prefix` is believed, and, where resource metadata is written, `X-Forwarded-Proto` and `-Host`.
    public var trustsForwardedPrefix = true
    /// Whether clients that reach us without a proxy do so by https; resource metadata says so.
    public var isSecure = false
    /// What callers are told of how to get a token; nil where tokens are not for strangers to get.
    public var resourceMetadata: ProtectedResourceMetadata?
    /// What directories of servers are told of us; nil where they are told nothing.
    public var card: ServerCard?
    /// Further header fields that pages of other origins may send, beside those of the protocol.
    public var requestHeaders: [String] = []
    /// Events beside the protocol; without them their paths are not there.
    public var events: HTTPEvents?
    /// What this instance shares with others, so that any of them serves any request; nil where there is one alone. The handler begins and
    /// ends it.
    public var sessions: (any SessionStore)?
    /// Where instances hold callers to their rate together; nil where each does by itself.
    public var usage: (any UsageLedger)?
    /// What the server needs for some of what it does; told in `/health`.
    public var dependencies: [HTTPDependency] = []
    /// Whether callers must show who they are; told in `/health`.
    public var asksForIdentity: Bool

    public init(auth: any AuthProvider = FixedPrincipalAuth(), asksForIdentity: Bool = false, origins: OriginPolicy = .loopback) {
        self.auth = auth
        self.asksForIdentity = asksForIdentity
        self.origins = origins
    }

    /// What clients may name us when they ask for a token (RFC 8707): the public address, and that of each endpoint. Empty without one,
    /// since what a request calls us is its sender's to write.
    public var resourceIdentifiers: [String] {
        guard let publicURL else { return [] }
        let address = ResourceAddress(publicURL)
        return [address.resource("")] + Route.endpoints.map { address.resource($0.path) }
    }
}
