/// What an ``OAuthProvider`` asks of tokens.
public struct OAuthConfiguration: Sendable {
    /// Who may issue them.
    public var issuers: [TrustedIssuer]
    /// Who we are to issuers: a token's `aud` must name one of them. Usually the addresses that clients reach us under (RFC 8707).
    ///
    /// These must never come from a request: a token for another server would be let in under that server's name.
    public var audiences: [String]
    /// Further audiences of ours that come and go, such as the addresses of tenants: attributes of the principal whose token is for such a
    /// one, nil for what is none of ours. Asked when a token is verified. As with ``audiences``, nothing of a request may go into it.
    public var resource: (@Sendable (_ audience: String) -> [String: String]?)?
    /// Without all of these nobody comes in: 403 `insufficient_scope`.
    public var requiredScopes: [String] = []
    /// Scopes that a client without a token is told to ask for.
    public var offeredScopes: [String] = []
    /// The claim that names the caller's tenant, which then is part of the principal's id, and its attribute `tenant`. A token without it
    /// is refused.
    public var tenantClaim: String?
    /// Claims that become attributes of the principal, under their own names: strings, numbers and truth values.
    public var keptClaims: [String] = []
    /// How far an issuer's clock may be ahead of ours, for `nbf` and `iat`; five minutes at most. `exp` gets nothing on top.
    public var clockSkew = Duration.seconds(60)
    /// Where documents and answers of issuers may come from.
    public var reach = IssuerReach.publicInternet
    public var limits = OAuthLimits()

    public init(issuers: [TrustedIssuer], audiences: [String]) {
        self.issuers = issuers
        self.audiences = audiences
    }
}

/// Which addresses of issuers we connect to. A name that resolves to another one is refused when the socket is opened, so that neither
/// metadata nor a name server can lead us into the network that we stand in.
public enum IssuerReach: Sendable, Hashable {
    /// https, to addresses of the open internet.
    case publicInternet
    /// https, to private addresses too: for an issuer of one's own network.
    case privateNetworks
    /// The open internet, and loopback with plain http: for tests and development.
    case loopback
}

/// A configuration that no server should run with: one line for whoever wrote it.
public struct OAuthConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) {
        self.description = description
    }
}
