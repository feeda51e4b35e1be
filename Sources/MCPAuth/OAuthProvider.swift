internal import HTTPFetch
public import Logging
public import MCPCore

/// Lets in who shows an access token that one of the trusted issuers has issued for this server: an OAuth 2.1 resource server.
///
/// JWTs are checked with the issuer's published keys (RFC 9068, RFC 8725), other tokens are looked up at the issuer (RFC 7662). Who calls
/// is the issuer and the subject together. A token is read from `Authorization: Bearer` and from nowhere else; it is kept only as a digest,
/// and reaches neither a log, nor an error, nor an upstream.
///
/// What a caller is told: 401 without a token or with a bad one, 403 if the token lacks a required scope, 503 if the issuer cannot be
/// reached and what is needed of it is not known.
public final class OAuthProvider: AuthProvider {
    private let configuration: OAuthConfiguration
    private let issuers: [Issuer]
    private let client: IssuerClient
    private let verified: VerifiedTokens

    /// - Parameters:
    ///   - logger: is told what is wrong with issuers, and nothing of callers.
    ///   - clock: what expiry and memory go by.
    /// - Throws: for a configuration that would let in nobody, or too many.
    public convenience init(_ configuration: OAuthConfiguration, logger: Logger) throws(OAuthConfigurationError) {
        try self.init(configuration, logger: logger, clock: SystemFetchClock())
    }

    init(_ configuration: OAuthConfiguration, logger: Logger, clock: any FetchClock) throws(OAuthConfigurationError) {
        try Self.check(configuration)
        let client = IssuerClient(reach: configuration.reach, limits: configuration.limits)
        var issuers: [Issuer] = []
        for issuer in configuration.issuers { issuers.append(try Issuer(issuer, configuration, client, clock, logger)) }
        self.configuration = configuration
        self.issuers = issuers
        self.client = client
        verified = VerifiedTokens(capacity: configuration.limits.rememberedTokens, clock: clock)
    }

    /// Fetches metadata and keys before the first caller waits for them.
    /// - Returns: whether all are there. What is missing is in the log, and is fetched when it is needed.
    @discardableResult
    public func prepare() async -> Bool {
        var areAllThere = true
        for issuer in issuers { areAllThere = await issuer.prepare() && areAllThere }
        return areAllThere
    }

    /// Ends the connections to issuers.
    public func shutdown() async { await client.shutdown() }

    /// At once for callers without a token, and for tokens that were verified a short while ago.
    public func authenticateAtOnce(_ request: AuthRequest) -> Result<Principal, AuthError>? {
        do throws(AuthError) {
            let token = try token(of: request)
            return verified.principal(of: TokenDigest(token)).map { .success($0) }
        } catch {
            return .failure(error)
        }
    }

    public func authenticate(_ request: AuthRequest) async throws(AuthError) -> Principal {
        let token = try token(of: request)
        let digest = TokenDigest(token)
        if let known = verified.principal(of: digest) { return known }
        let (found, time) = try await verify(token, digest)
        guard found.principal.scopes.isSuperset(of: configuration.requiredScopes) else {
            throw AuthError(
                .forbidden, "The token lacks a scope that is needed here",
                bearer: BearerChallenge(
                    .insufficientScope, description: "The token lacks a scope that is needed here", scopes: configuration.requiredScopes))
        }
        verified.add(found.principal, digest, for: time, expiry: found.expiry ?? .infinity)
        return found.principal
    }

    private func verify(_ token: String, _ digest: TokenDigest) async throws(AuthError) -> (ClaimRules.Verified, Duration) {
        let limits = configuration.limits
        do throws(TokenFailure) {
            guard SignedToken.isForm(of: token) else {
                guard let issuer = issuers.first(where: { $0.trusted.introspection != nil }) else { throw .rejected(.opaque) }
                return (try await issuer.introspect(token, digest), min(limits.introspectedTime, limits.rememberedTime))
            }
            let signed: SignedToken
            do throws(TokenRejection) { signed = try SignedToken(token) } catch { throw .rejected(error) }
            // Not believed before the signature is: it only says whose keys to look at.
            guard let name = signed.claims["iss"]?.string, let issuer = issuers.first(where: { $0.trusted.isNamed(name) }) else {
                throw .rejected(.unknownIssuer)
            }
            return (try await issuer.verify(signed), limits.rememberedTime)
        } catch {
            switch error {
            case .rejected(let rejection): throw refusal(rejection)
            case .unavailable: throw AuthError(.unavailable, "Tokens cannot be checked now; try again")
            }
        }
    }

    private func token(of request: AuthRequest) throws(AuthError) -> String {
        guard let token = request.bearerToken else {
            throw AuthError(
                .unauthenticated, "Send an access token as Authorization: Bearer",
                bearer: BearerChallenge(scopes: configuration.offeredScopes))
        }
        guard token.utf8.count <= configuration.limits.tokenBytes else { throw refusal(.tooLong) }
        return token
    }

    private func refusal(_ rejection: TokenRejection) -> AuthError {
        AuthError(
            .unauthenticated, rejection.text,
            bearer: BearerChallenge(.invalidToken, description: rejection.text, scopes: configuration.offeredScopes))
    }

    private static func check(_ configuration: OAuthConfiguration) throws(OAuthConfigurationError) {
        guard !configuration.issuers.isEmpty else { throw OAuthConfigurationError("no issuer is trusted") }
        var names: Set<String> = []
        for issuer in configuration.issuers {
            for name in [issuer.issuer] + issuer.aliases where !names.insert(name).inserted {
                throw OAuthConfigurationError("\(name) is named twice")
            }
            let audiences = issuer.audiences ?? configuration.audiences
            guard !audiences.isEmpty, !audiences.contains("") else {
                throw OAuthConfigurationError("tokens of \(issuer.issuer) need an audience, so that those for other servers are refused")
            }
            for url in [issuer.keySetURL, issuer.introspection?.endpoint] {
                if let url, !IssuerURL.isAllowed(url, configuration.reach) { throw OAuthConfigurationError("\(url) is no https address") }
            }
        }
        // An opaque token does not say whose it is, and one issuer's tokens are not for another's eyes.
        guard configuration.issuers.count(where: { $0.introspection != nil }) <= 1 else {
            throw OAuthConfigurationError("only one issuer can be asked about opaque tokens")
        }
        guard Duration.zero...(.seconds(300)) ~= configuration.clockSkew else {
            throw OAuthConfigurationError("the clock skew is five minutes at most")
        }
    }
}

extension TrustedIssuer {
    func isNamed(_ name: String) -> Bool {
        issuer.utf8.elementsEqual(name.utf8) || aliases.contains { $0.utf8.elementsEqual(name.utf8) }
    }
}
