import Logging
import MCPCore
import MCPTesting
import MCPTransportHTTP
import Testing

@testable import MCPAuth

/// Opaque tokens, which the issuer is asked about (RFC 7662).
@Suite(.timeLimit(.minutes(1))) struct IntrospectionTests {
    private static let token = "opaque-canary-0001"

    private static func run<Result: Sendable>(
        _ answer: JSONObject = [:], configure: (inout OAuthConfiguration) -> Void = { _ in }, _ body: (Fixture) async throws -> Result
    ) async throws -> Result {
        try await Fixture.run {
            $0.issuers[0].introspection = .standard(ClientCredentials(id: "our id", secret: "s:3/cret"))
            configure(&$0)
        } _: { fixture in
            fixture.answer(answer)
            return try await body(fixture)
        }
    }

    @Test func anActiveTokenIsLetIn() async throws {
        try await Self.run { fixture in
            let principal = try await fixture.ask(Self.token).get()
            #expect(principal.id == "\(fixture.issuer.url)#u-1")
            #expect(principal.scopes == ["tickets:read", "tickets:write"])
            let request = try #require(fixture.issuer.requests.last)
            #expect(request.method == "POST")
            #expect(request.query == nil)
            #expect(String(decoding: request.body, as: UTF8.self) == "token=\(Self.token)&token_type_hint=access_token")
            // our%20id:s%3A3%2Fcret
            #expect(request.headers["authorization"] == "Basic b3VyJTIwaWQ6cyUzQTMlMkZjcmV0")
        }
    }

    @Test(arguments: [
        (#"{"active":false}"#, TokenRejection.inactive), (#"{"active":"true"}"#, .inactive), (#"{"active":null}"#, .inactive),
        (#"{"iss":"https://evil.example"}"#, .unknownIssuer), (#"{"aud":null}"#, .audience), (#"{"aud":"other"}"#, .audience),
        (#"{"exp":1899999999}"#, .expired), (#"{"nbf":1900000061}"#, .notYetValid), (#"{"sub":null}"#, .noSubject),
    ])
    func refusals(_ changes: String, _ rejection: TokenRejection) async throws {
        let changes = try #require(JSON(parsing: changes).object)
        try await Self.run(changes) { fixture in
            #expect(await fixture.rejection(of: Self.token) == rejection.text)
            // Whoever tries again at once is not worth another question.
            #expect(await fixture.rejection(of: Self.token) == TokenRejection.inactive.text)
            #expect(fixture.issuer.count(of: "/introspect") == 1)
            fixture.clock.advance(by: .seconds(10))
            fixture.answer(["nbf": nil])
            #expect(await fixture.rejection(of: Self.token) == nil)
        }
    }

    @Test func whatWasSaidIsBelievedForAMinuteAndNotPastTheEnd() async throws {
        try await Self.run { fixture in
            for _ in 1...5 { #expect(await fixture.rejection(of: Self.token) == nil) }
            #expect(fixture.issuer.count(of: "/introspect") == 1)
            fixture.answer(["active": false])
            fixture.clock.advance(by: .seconds(59))
            #expect(await fixture.rejection(of: Self.token) == nil)
            fixture.clock.advance(by: .seconds(1))
            #expect(await fixture.rejection(of: Self.token) == TokenRejection.inactive.text)
        }
        try await Self.run(["exp": 1_900_000_030]) { fixture in
            #expect(await fixture.rejection(of: Self.token) == nil)
            fixture.clock.advance(by: .seconds(30))
            #expect(await fixture.rejection(of: Self.token) == TokenRejection.expired.text)
        }
        try await Self.run(["exp": nil, "iss": nil]) { fixture in #expect(await fixture.rejection(of: Self.token) == nil) }
    }

    @Test func oneTokenIsAskedAboutOnceAtATime() async throws {
        try await Self.run { fixture in
            _ = await fixture.provider.prepare()
            let gate = Gate()
            fixture.issuer.hold(gate)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 1...20 {
                    group.addTask {
                        let rejection = await fixture.rejection(of: Self.token)
                        #expect(rejection == nil)
                    }
                }
                try await gate.arrivals()
                gate.open()
            }
            #expect(fixture.issuer.count(of: "/introspect") == 1)
        }
    }

    @Test func questionsAtATimeAreBounded() async throws {
        try await Self.run {
            $0.limits.introspectionsInFlight = 2
        } _: { fixture in
            _ = await fixture.provider.prepare()
            let gate = Gate()
            fixture.issuer.hold(gate)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 1...2 { group.addTask { #expect(await fixture.rejection(of: "opaque-\(number)") == nil) } }
                try await gate.arrivals(of: 2)
                #expect(await fixture.rejection(of: "opaque-3") == "unavailable")
                gate.open()
            }
        }
    }

    @Test(arguments: [401, 400, 500, 302])
    func anIssuerThatDoesNotAnswer(_ status: Int) async throws {
        try await Self.run { fixture in
            fixture.issuer["/introspect"] = .status(status, [("location", "/elsewhere")])
            #expect(await fixture.rejection(of: Self.token) == "unavailable")
            #expect(fixture.issuer.count(of: "/elsewhere") == 0)
        }
    }

    /// A JWT says by itself what it says; the issuer is not asked.
    @Test func signedTokensAreNotAskedAbout() async throws {
        try await Self.run { fixture in
            try await fixture.expect(nil, of: fixture.token())
            #expect(fixture.issuer.count(of: "/introspect") == 0)
        }
    }

    @Test func withoutItOpaqueTokensAreRefused() async throws {
        try await Fixture.run { fixture in
            #expect(await fixture.rejection(of: Self.token) == TokenRejection.opaque.text)
            #expect(fixture.issuer.requests.isEmpty)
        }
    }

    @Test func google() async throws {
        let preset = TrustedIssuer.google(clientIDs: ["123.apps.googleusercontent.com"])
        #expect(preset.issuer == "https://accounts.google.com")
        #expect(preset.algorithms == [.rs256])
        _ = try OAuthProvider(OAuthConfiguration(issuers: [preset], audiences: []), logger: .init(label: "test"))
        try await Fixture.run {
            var google = TrustedIssuer($0.issuers[0].issuer, introspection: .googleTokenInfo(endpoint: $0.issuers[0].issuer + "/tokeninfo"))
            google.aliases = ["accounts.test"]
            google.audiences = preset.audiences
            $0.issuers = [google]
        } _: { fixture in
            // As its token info endpoint writes it: numbers are texts, and nothing says that the token is active.
            var info: JSONObject = [
                "azp": "123.apps.googleusercontent.com", "aud": "123.apps.googleusercontent.com", "sub": "1098", "scope": "openid email",
                "exp": "1900000100", "expires_in": "100", "email": "x@y.example", "email_verified": "true", "access_type": "online",
            ]
            fixture.issuer["/tokeninfo"] = .json(.object(info))
            let principal = try await fixture.ask("ya29.abc").get()
            #expect(principal.id == fixture.issuer.url + "#1098")
            #expect(principal.scopes == ["openid", "email"])
            #expect(fixture.issuer.requests.last.map { String(decoding: $0.body, as: UTF8.self) } == "access_token=ya29.abc")
            fixture.clock.advance(by: .seconds(101))
            #expect(await fixture.rejection(of: "ya29.abc") == TokenRejection.expired.text)
            info["aud"] = "456.apps.googleusercontent.com"
            fixture.issuer["/tokeninfo"] = .json(.object(info))
            #expect(await fixture.rejection(of: "ya29.other") == TokenRejection.audience.text)
            fixture.issuer["/tokeninfo"] = .status(400)
            #expect(await fixture.rejection(of: "ya29.bad") == TokenRejection.inactive.text)
            // An ID token, which has the short name of the issuer.
            let token = try fixture.token(["iss": "accounts.test", "aud": "123.apps.googleusercontent.com"], header: ["typ": "JWT"])
            #expect(await fixture.ask(token).principal?.id == fixture.issuer.url + "#u-1")
        }
    }
}

extension Fixture {
    /// What the introspection endpoint says.
    fileprivate func answer(_ changes: JSONObject) {
        var claims = claims(changes)
        if changes["active"] == nil { claims["active"] = true }
        issuer["/introspect"] = .json(.object(claims))
    }
}
