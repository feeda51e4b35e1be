internal import HTTPFetch
internal import Logging
internal import MCPCore

/// A trusted issuer at work: knows its keys, checks its tokens.
struct Issuer: Sendable {
    let trusted: TrustedIssuer
    private let rules: ClaimRules
    private let keys: KeySource
    private let metadata: CachedDocument<IssuerMetadata>
    private let keySet: CachedDocument<KeySet>
    private let introspector: Introspector?
    private let clock: any FetchClock

    init(
        _ trusted: TrustedIssuer, _ configuration: OAuthConfiguration, _ client: IssuerClient, _ clock: any FetchClock, _ logger: Logger
    ) throws(OAuthConfigurationError) {
        guard let url = IssuerURL(trusted.issuer, configuration.reach) else {
            throw OAuthConfigurationError("\(trusted.issuer) is no issuer: that is an https address without a query")
        }
        self.trusted = trusted
        self.clock = clock
        let limits = configuration.limits
        let documents = IssuerDocuments(issuer: trusted, url: url, client: client, limits: limits, logger: logger)
        let metadata = CachedDocument(clock: clock, retryTime: limits.retryTime) { await documents.metadata() }
        self.metadata = metadata
        keySet = CachedDocument(clock: clock, retryTime: limits.retryTime) {
            if let url = trusted.keySetURL { return await documents.keys(at: url) }
            guard let metadata = await metadata.value().value else { return nil }
            return await documents.keys(at: metadata.keySetURL)
        }
        keys = KeySource(keySet, limits, clock)
        let rules = ClaimRules(trusted, configuration)
        self.rules = rules
        introspector = trusted.introspection.map {
            Introspector($0, documents: documents, metadata: metadata, rules: rules, limits: limits, clock: clock)
        }
    }

    /// Fetches what checking tokens will need.
    /// - Returns: whether it is there.
    func prepare() async -> Bool {
        if trusted.introspection?.endpoint != nil { return true }
        return await introspector == nil ? keySet.value().value != nil : metadata.value().value != nil
    }

    func verify(_ token: SignedToken) async throws(TokenFailure) -> ClaimRules.Verified {
        guard trusted.algorithms.contains(token.algorithm) else { throw .rejected(.algorithm) }
        switch await keys.keys(for: token) {
        case .unavailable: throw .unavailable
        case .unknown: throw .rejected(.unknownKey)
        case .keys(let candidates):
            guard candidates.contains(where: { $0.verifies(token.signature, of: token.signed) }) else { throw .rejected(.signature) }
        }
        do throws(TokenRejection) {
            return try rules.check(token.claims, now: Double(clock.unixSeconds()), isIntrospected: false)
        } catch {
            throw .rejected(error)
        }
    }

    /// - Parameter digest: of the token.
    func introspect(_ token: String, _ digest: TokenDigest) async throws(TokenFailure) -> ClaimRules.Verified {
        guard let introspector else { throw .rejected(.opaque) }
        return try await introspector.introspect(token, digest)
    }
}

/// Why a token opens nothing.
enum TokenFailure: Error, Hashable {
    case rejected(TokenRejection)
    /// Nobody can tell now.
    case unavailable
}
