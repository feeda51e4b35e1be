/// Every bound of an ``OAuthProvider``.
public struct OAuthLimits: Sendable, Hashable {
    /// A token that is longer is refused unread.
    public var tokenBytes = 16 << 10
    /// Verified tokens that are remembered, by their digests.
    public var rememberedTokens = 10_000
    /// How long a verified token is remembered, and so the longest time that a withdrawn key goes on being believed for a token. Never past
    /// the token's `exp`.
    public var rememberedTime = Duration.seconds(300)
    /// The same for what an introspection endpoint said (RFC 7662, section 4).
    public var introspectedTime = Duration.seconds(60)
    /// The same for tokens that it called inactive.
    public var inactiveTime = Duration.seconds(10)
    /// Questions to introspection endpoints at a time; one more is answered with `AuthError.Reason.unavailable`.
    public var introspectionsInFlight = 32
    /// Metadata, a key set, an introspection response.
    public var documentBytes = 256 << 10
    /// Keys of one issuer; what comes after them is not looked at.
    public var keys = 64
    /// For one document.
    public var fetchTime = Duration.seconds(5)
    /// After a fetch that failed, the next one waits.
    public var retryTime = Duration.seconds(2)
    /// How long keys are kept: what `Cache-Control` says, within these.
    public var keyTime = Duration.seconds(300)...Duration.seconds(86_400)
    /// How much longer they are used when they cannot be fetched again.
    public var staleKeyTime = Duration.seconds(3_600)
    /// How long a key that the issuer turned out not to have is not asked for again.
    public var unknownKeyTime = Duration.seconds(60)
    /// Fetches for the sake of unknown keys: so many at once, and then one in each interval.
    public var unknownKeyFetches = 4
    public var unknownKeyInterval = Duration.seconds(15)

    public init() {}
}
