import Logging
import MCPCore
import MCPTesting
import Testing

@testable import MCPAuth

/// A provider beside the issuer that it trusts.
struct Fixture: Sendable {
    static let audience = "https://desk.example/mcp"

    let issuer: TestIssuer
    let key: TestKey
    let provider: OAuthProvider
    let clock: ManualClock
    let log: LogCollector

    /// - Parameter configure: changes what the provider asks for.
    static func run<Result: Sendable>(
        key: TestKey? = nil, configure: (inout OAuthConfiguration) -> Void = { _ in }, _ body: (Fixture) async throws -> Result
    ) async throws -> Result {
        let key = if let key { key } else { try await TestKey.es256() }
        return try await TestIssuer.run { issuer in
            issuer.publish(keys: [key.member])
            let (clock, log) = (ManualClock(), LogCollector())
            var configuration = OAuthConfiguration(issuers: [TrustedIssuer(issuer.url)], audiences: [audience])
            configuration.reach = .loopback
            configure(&configuration)
            let provider = try OAuthProvider(configuration, logger: log.logger(), clock: clock)
            let fixture = Fixture(issuer: issuer, key: key, provider: provider, clock: clock, log: log)
            let result = try await body(fixture)
            await provider.shutdown()
            return result
        }
    }

    /// - Parameter changes: null removes a claim.
    func claims(_ changes: JSONObject = [:]) -> JSONObject {
        let now = clock.unixSeconds()
        var claims: JSONObject = [
            "iss": .string(issuer.url), "sub": "u-1", "aud": .string(Self.audience), "exp": .integer(now + 3_600), "iat": .integer(now),
            "scope": "tickets:read tickets:write",
        ]
        for change in changes.members { claims[change.key] = change.value.isNull ? JSON?.none : change.value }
        return claims
    }

    func token(_ changes: JSONObject = [:], header: JSONObject = [:]) throws -> String { try key.token(claims(changes), header: header) }

    func ask(_ token: String?) async -> Result<Principal, AuthError> { await Self.ask(provider, token) }

    static func ask(_ provider: any AuthProvider, _ token: String?) async -> Result<Principal, AuthError> {
        let request = request(token)
        if let known = provider.authenticateAtOnce(request) { return known }
        do throws(AuthError) {
            return .success(try await provider.authenticate(request))
        } catch {
            return .failure(error)
        }
    }

    static func request(_ token: String?) -> AuthRequest {
        AuthRequest(
            channel: .http(method: "POST", path: "/mcp"), headers: token.map { [(name: "Authorization", value: "Bearer \($0)")] } ?? [])
    }

    /// - Parameter said: nothing if the token is to be let in.
    func expect(_ said: String?, of token: String, sourceLocation: SourceLocation = #_sourceLocation) async {
        let rejection = await rejection(of: token)
        #expect(rejection == said, sourceLocation: sourceLocation)
    }

    /// What was said of a token: nothing if it was let in.
    func rejection(of token: String) async -> String? {
        switch await ask(token) {
        case .success: nil
        case .failure(let error): error.reason == .unauthenticated ? error.message : "\(error.reason)"
        }
    }
}

extension Result<Principal, AuthError> {
    var principal: Principal? { if case .success(let principal) = self { principal } else { nil } }
    var error: AuthError? { if case .failure(let error) = self { error } else { nil } }
}
