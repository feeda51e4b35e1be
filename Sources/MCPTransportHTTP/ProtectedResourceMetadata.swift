/// What clients are told of how to get a token for us (RFC 9728, section 2).
///
/// It is served at `/.well-known/oauth-protected-resource` and, for each endpoint, at that path with the endpoint's behind it, to everybody
/// and to pages of all origins. Where it is set, refusals name it in `WWW-Authenticate`.
public struct ProtectedResourceMetadata: Sendable, Hashable {
    /// The identifiers of the issuers whose tokens are let in.
    public var authorizationServers: [String]
    /// Scopes that a client may ask for.
    public var scopes: [String]
    /// For people.
    public var name: String?
    /// Where people read about us, an address.
    public var documentation: String?

    public init(authorizationServers: [String], scopes: [String] = [], name: String? = nil, documentation: String? = nil) {
        self.authorizationServers = authorizationServers
        self.scopes = scopes
        self.name = name
        self.documentation = documentation
    }
}
