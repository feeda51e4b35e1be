internal import HTTPFetch
public import Logging
public import MCPCore

/// Where a caller's token is exchanged for one that the ticket API takes (RFC 8693).
public struct TokenExchangeConfiguration: Sendable {
    /// Of the authorization server; `https`, except on this machine.
    public var endpoint: String
    public var clientID: String
    public var clientSecret: Secret
    /// Whom the new token is for (RFC 8693, section 2.1).
    public var audience: String?
    public var scope: String?
    /// Tokens that are kept at once.
    public var cachedTokens = 1_000
    /// How long one is kept at most, whatever the authorization server says.
    public var longestTime = Duration.seconds(3_600)

    public init(endpoint: String, clientID: String, clientSecret: Secret, audience: String? = nil, scope: String? = nil) {
        self.endpoint = endpoint
        self.clientID = clientID
        self.clientSecret = clientSecret
        self.audience = audience
        self.scope = scope
    }
}

/// Each caller's token, exchanged for one for the ticket API. The caller's own goes to the authorization server alone, and never to the
/// API.
///
/// What was given is kept for each token of a principal, as long as it is good, and callers who miss at the same time share one exchange.
/// Needs
/// ``SubjectTokenAuth`` in front.
public final class TokenExchange: UpstreamCredentials {
    private struct Token: Sendable {
        let text: String
        let lifetime: Duration
    }

    /// How long before its end a token is given up: it has to last for the call.
    private static let margin = Duration.seconds(30)

    private let configuration: TokenExchangeConfiguration
    private let cache: SharedCache<Token>
    private let fetch: HTTPFetch
    private let tag = CredentialTag()

    /// - Throws: for an endpoint that is neither `https` nor on this machine.
    public init(
        _ configuration: TokenExchangeConfiguration, time: any TimeSource = SystemTime(), logger: Logger? = nil
    ) throws(ConfigurationError) {
        let origin: FetchOrigin
        do throws(FetchError) {
            origin = try FetchOrigin(url: configuration.endpoint)
        } catch {
            throw ConfigurationError("The token endpoint is no address: \(error.message)")
        }
        guard origin.scheme == "https" || ["127.0.0.1", "::1", "[::1]", "localhost"].contains(origin.host) else {
            throw ConfigurationError("The token endpoint must be https: secrets are sent to it.")
        }
        self.configuration = configuration
        let longest = configuration.longestTime
        cache = SharedCache(capacity: configuration.cachedTokens, time: time) { min($0.lifetime - Self.margin, longest) }
        var settings = FetchConfiguration()
        settings.timeouts.total = .seconds(10)
        settings.limits.responseBytes = 64 << 10
        settings.redirects = .none
        fetch = HTTPFetch(configuration: settings, logger: logger)
    }

    public func headers(for principal: Principal) async throws(APIError) -> [(name: String, value: String)] {
        guard let subject = SubjectTokenAuth.token(of: principal) else {
            throw APIError(.unauthorized, "This server exchanges your access token for one of the ticket API, and you came without one.")
        }
        let token = try await cache.value(for: cacheKey(for: principal)) { [self] () async throws(APIError) in
            try await exchange(subject)
        }
        return [("authorization", "Bearer \(token.text)")]
    }

    public func cacheKey(for principal: Principal) -> String {
        "\(principal.id)#\(tag.make(SubjectTokenAuth.token(of: principal) ?? ""))"
    }

    private func exchange(_ subject: String) async throws(APIError) -> Token {
        let response: FetchResponse
        do throws(FetchError) {
            response = try await fetch.send(request(for: subject))
        } catch {
            throw APIError(.unavailable, "The authorization server cannot be reached (\(error.code.rawValue)).")
        }
        guard response.isSuccess else {
            guard response.status == 400 || response.status == 401 || response.status == 403 else {
                throw APIError(.unavailable, "The authorization server answered with status \(response.status).")
            }
            throw APIError(.forbidden, "The authorization server gives no token for the ticket API (status \(response.status)).")
        }
        return try Self.token(in: response.body, unlike: subject)
    }

    private func request(for subject: String) -> FetchRequest {
        var fields = [
            ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"), ("subject_token", subject),
            ("subject_token_type", "urn:ietf:params:oauth:token-type:access_token"),
            ("requested_token_type", "urn:ietf:params:oauth:token-type:access_token"),
        ]
        if let audience = configuration.audience { fields.append(("audience", audience)) }
        if let scope = configuration.scope { fields.append(("scope", scope)) }
        let body = fields.map { "\($0.0.formEncoded)=\($0.1.formEncoded)" }.joined(separator: "&")
        var request = FetchRequest(
            .post, configuration.endpoint, headers: ["content-type": "application/x-www-form-urlencoded", "accept": "application/json"],
            body: Array(body.utf8), isIdempotent: true)
        // RFC 6749, section 2.3.1: both parts are form-encoded first.
        let pair = "\(configuration.clientID.formEncoded):\(configuration.clientSecret.reveal().formEncoded)"
        request.headers.add("authorization", "Basic \(Base64Text.encode(Array(pair.utf8)))", isSensitive: true)
        return request
    }

    /// Reads RFC 8693, section 2.2.1.
    private static func token(in body: [UInt8], unlike subject: String) throws(APIError) -> Token {
        let json: JSON
        do throws(JSONError) {
            json = try JSON(parsing: body)
        } catch {
            throw APIError(.unavailable, "The authorization server's answer is not valid JSON.")
        }
        guard let text = json["access_token"]?.string, !text.isEmpty, HeaderText.isValue(text), !text.contains(" ") else {
            throw APIError(.unavailable, "The authorization server's answer holds no usable token.")
        }
        guard json["token_type"]?.string?.lowercased() == "bearer" else {
            throw APIError(.unavailable, "The authorization server gave a token of another type than Bearer.")
        }
        guard text != subject else {
            throw APIError(.forbidden, "The authorization server gave the caller's own token back, which must not go to the ticket API.")
        }
        let seconds = min(max(json["expires_in"]?.integer ?? 300, 0), 86_400)
        return Token(text: text, lifetime: .seconds(seconds))
    }
}

/// Lets ``TokenExchange`` know the token that let a caller in, for callers of whom another provider says that they came with one.
public struct SubjectTokenAuth: AuthProvider {
    private static let attribute = "subject_token"

    private let provider: any AuthProvider
    private let applies: @Sendable (Principal) -> Bool

    /// - Parameter applies: who came with an access token. For others, such as those with a key of this server, nothing is taken.
    public init(_ provider: any AuthProvider, applies: @escaping @Sendable (Principal) -> Bool = { $0.issuer != nil }) {
        self.provider = provider
        self.applies = applies
    }

    public func authenticate(_ request: AuthRequest) async throws(AuthError) -> Principal {
        adding(request, to: try await provider.authenticate(request))
    }

    public func authenticateAtOnce(_ request: AuthRequest) -> Result<Principal, AuthError>? {
        provider.authenticateAtOnce(request)?.map { adding(request, to: $0) }
    }

    static func token(of principal: Principal) -> String? { principal.attributes[attribute] }

    private func adding(_ request: AuthRequest, to principal: Principal) -> Principal {
        guard applies(principal), let token = request.bearerToken else { return principal }
        var attributes = principal.attributes
        attributes[Self.attribute] = token
        return Principal(id: principal.id, displayName: principal.displayName, scopes: principal.scopes, attributes: attributes)
    }
}

extension String {
    /// `application/x-www-form-urlencoded`, blanks as `%20`.
    fileprivate var formEncoded: String {
        var text = ""
        for character in headerEncoded {
            switch character {
            case "@": text += "%40"
            case ":": text += "%3A"
            case "|": text += "%7C"
            case "/": text += "%2F"
            default: text.append(character)
            }
        }
        return text
    }
}
