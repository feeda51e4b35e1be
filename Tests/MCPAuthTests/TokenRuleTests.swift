import MCPCore
import MCPTransportHTTP
import Testing

@testable import MCPAuth

/// Every rule by which a token is refused, with a token that breaks it and no other.
@Suite(.timeLimit(.minutes(1))) struct TokenRuleTests {
    @Test func aGoodTokenIsLetIn() async throws {
        try await Fixture.run { fixture in
            let principal = try await fixture.ask(fixture.token()).get()
            #expect(principal.id == "\(fixture.issuer.url)#u-1")
            #expect(principal.scopes == ["tickets:read", "tickets:write"])
        }
    }

    @Test func everyAllowedAlgorithm() async throws {
        for key in [try await TestKey.rs256(), try await .ps256(), try await .es256(), try await .es384(), try await .edDSA()] {
            try await Fixture.run(key: key) { fixture in
                try await fixture.expect(nil, of: fixture.token())
            }
        }
    }

    @Test(arguments: [
        (#"{"iss":"https://evil.example"}"#, TokenRejection.unknownIssuer), (#"{"iss":null}"#, .unknownIssuer),
        (#"{"iss":7}"#, .unknownIssuer),
        (#"{"aud":"https://other.example/mcp"}"#, .audience), (#"{"aud":null}"#, .audience), (#"{"aud":[]}"#, .audience),
        (#"{"aud":["https://desk.example/mcp",7]}"#, .audience), (#"{"aud":{"x":"https://desk.example/mcp"}}"#, .audience),
        (#"{"aud":"https://desk.example/mcp/other"}"#, .audience), (#"{"aud":"https://des\u212a.example/mcp"}"#, .audience),
        (#"{"aud":"http://desk.example/mcp"}"#, .audience), (#"{"aud":"https://desk.example:8443/mcp"}"#, .audience),
        (#"{"exp":null}"#, .noExpiry), (#"{"exp":1900000000}"#, .expired), (#"{"exp":1899999999.5}"#, .expired), (#"{"exp":-1}"#, .expired),
        (#"{"exp":"1900003600"}"#, .malformed),
        (#"{"nbf":1900000061}"#, .notYetValid), (#"{"nbf":"soon"}"#, .malformed), (#"{"iat":1900000061}"#, .issuedInTheFuture),
        (#"{"sub":null}"#, .noSubject), (#"{"sub":""}"#, .noSubject), (#"{"sub":7}"#, .noSubject), (#"{"sub":"a\nb"}"#, .noSubject),
    ])
    func claims(_ changes: String, _ rejection: TokenRejection) async throws {
        try await Fixture.run { fixture in
            let changes = try #require(JSON(parsing: changes).object)
            try await fixture.expect(rejection.text, of: fixture.token(changes))
        }
    }

    @Test(arguments: [
        #"{"aud":["https://other.example","https://desk.example/mcp"]}"#, #"{"aud":"HTTPS://Desk.Example:443/mcp/"}"#,
        #"{"nbf":1900000060}"#,
        #"{"iat":1900000060}"#, #"{"exp":1900000001}"#, #"{"exp":1900000000.5}"#, #"{"iat":null}"#,
    ])
    func claimsThatAreFine(_ changes: String) async throws {
        try await Fixture.run { fixture in
            let changes = try #require(JSON(parsing: changes).object)
            try await fixture.expect(nil, of: fixture.token(changes))
        }
    }

    @Test(arguments: [
        (#"{"alg":"none"}"#, TokenRejection.algorithm), (#"{"alg":"None"}"#, .algorithm), (#"{"alg":"HS256"}"#, .algorithm),
        (#"{"alg":"RS512"}"#, .algorithm), (#"{"alg":null}"#, .algorithm), (#"{"alg":["ES256"]}"#, .algorithm),
        // Allowed, but the key is of another kind.
        (#"{"alg":"RS256"}"#, .unknownKey), (#"{"alg":"ES384"}"#, .unknownKey),
        (#"{"crit":["exp"],"exp":1}"#, .critical), (#"{"crit":[]}"#, .critical), (#"{"b64":false,"crit":["b64"]}"#, .critical),
        (#"{"typ":"dpop+jwt"}"#, .type), (#"{"typ":"logout+jwt"}"#, .type), (#"{"typ":7}"#, .type),
        (#"{"kid":"other"}"#, .unknownKey), (#"{"kid":"../../../../dev/null"}"#, .unknownKey), (#"{"kid":"ec' OR '1'='1"}"#, .unknownKey),
        (#"{"kid":"https://evil.example/key"}"#, .unknownKey), (#"{"kid":7}"#, .malformed),
    ])
    func headers(_ changes: String, _ rejection: TokenRejection) async throws {
        try await Fixture.run { fixture in
            let changes = try #require(JSON(parsing: changes).object)
            try await fixture.expect(rejection.text, of: fixture.token(header: changes))
            #expect(fixture.issuer.requests.allSatisfy { [TestIssuer.metadataPath, "/keys"].contains($0.path) })
        }
    }

    @Test(arguments: [#"{"typ":null}"#, #"{"typ":"JWT"}"#, #"{"typ":"AT+JWT"}"#, #"{"typ":"application/at+jwt"}"#, #"{"kid":null}"#])
    func headersThatAreFine(_ changes: String) async throws {
        try await Fixture.run { fixture in
            let changes = try #require(JSON(parsing: changes).object)
            try await fixture.expect(nil, of: fixture.token(header: changes))
        }
    }

    /// The keys that a token brings along, or says where to get, are its sender's.
    @Test func keysThatATokenBringsAlongAreNotUsed() async throws {
        let own = try await TestKey.es256()
        try await TestIssuer.run { stranger in
            stranger.publish(keys: [own.member])
            let place = JSON.string(stranger.url + "/keys")
            try await Fixture.run { fixture in
                for header in [["jwk": own.member], ["jku": place], ["x5u": place], ["x5c": ["MIIB"]]] as [JSONObject] {
                    let token = try own.token(fixture.claims(), header: header)
                    #expect(await fixture.rejection(of: token) == TokenRejection.signature.text)
                }
                // They are no reason to refuse a token that is signed with the issuer's key.
                try await fixture.expect(nil, of: fixture.token(header: ["jku": place, "jwk": own.member]))
            }
            #expect(stranger.requests.isEmpty)
        }
    }

    /// The public key is no secret: whoever signs with it as if it were one must not get in.
    @Test func thePublicKeyIsNoSecret() async throws {
        try await Fixture.run(key: try await .rs256()) { fixture in
            for secret in [JSON.object(fixture.key.publicKey).bytes, Array("\(fixture.key.publicKey["n"]?.string ?? "")".utf8)] {
                let signed =
                    "\(Base64URL.encode(Array(#"{"alg":"HS256","kid":"rsa"}"#.utf8))).\(Base64URL.encode(JSON.object(fixture.claims()).bytes))"
                let code = HMACSHA256(key: secret).code(for: Array(signed.utf8))
                #expect(await fixture.rejection(of: signed + "." + Base64URL.encode(code)) == TokenRejection.algorithm.text)
            }
        }
    }

    @Test func signaturesCount() async throws {
        try await Fixture.run { fixture in
            let parts = try fixture.token().split(separator: ".").map(String.init)
            let other = try fixture.token(["sub": "admin"]).split(separator: ".").map(String.init)
            let stranger = try await TestKey.es256().token(fixture.claims())
            #expect(await fixture.rejection(of: "\(parts[0]).\(other[1]).\(parts[2])") == TokenRejection.signature.text)
            #expect(await fixture.rejection(of: "\(parts[0]).\(parts[1]).") == TokenRejection.signature.text)
            #expect(await fixture.rejection(of: "\(parts[0]).\(parts[1]).AAAA") == TokenRejection.signature.text)
            #expect(await fixture.rejection(of: "\(parts[0]).\(parts[1]).\(parts[2])=") == TokenRejection.signature.text)
            #expect(await fixture.rejection(of: stranger) == TokenRejection.signature.text)
            #expect(await fixture.rejection(of: "\(parts[0])=.\(parts[1]).\(parts[2])") == TokenRejection.malformed.text)
        }
    }

    @Test func malformedTokens() async throws {
        try await Fixture.run { fixture in
            let claims = JSON.object(fixture.claims()).bytes
            let twice = Array(#"{"alg":"ES256","kid":"ec","alg":"ES256"}"#.utf8)
            try await fixture.expect(TokenRejection.malformed.text, of: fixture.key.sign(twice, claims))
            try await fixture.expect(TokenRejection.malformed.text, of: fixture.key.sign(Array("[]".utf8), claims))
            let twiceClaimed = Array((String(decoding: claims, as: UTF8.self).dropLast() + #","sub":"admin"}"#).utf8)
            let header = Array(#"{"alg":"ES256","kid":"ec"}"#.utf8)
            try await fixture.expect(TokenRejection.malformed.text, of: fixture.key.sign(header, twiceClaimed))
            for text in ["..", "a.b.c", "{}.{}.{}"] { #expect(await fixture.rejection(of: text) == TokenRejection.malformed.text) }
            for text in ["opaque", "a.b", "a.b.c.d.e"] { #expect(await fixture.rejection(of: text) == TokenRejection.opaque.text) }
        }
    }

    @Test func aHugeTokenIsRefusedUnread() async throws {
        try await Fixture.run { fixture in
            let padding = JSON.string(String(repeating: "x", count: 12 << 10))
            let huge = try fixture.token(["padding": padding])
            #expect(huge.utf8.count > 16 << 10)
            #expect(await fixture.rejection(of: huge) == TokenRejection.tooLong.text)
            #expect(fixture.issuer.requests.isEmpty)
            try await fixture.expect(nil, of: fixture.token(["padding": .string(String(repeating: "x", count: 4 << 10))]))
        }
    }

    @Test func scopesInEveryForm() async throws {
        try await Fixture.run { fixture in
            let forms: [(JSONObject, Set<String>)] = [
                (["scope": "a  b"], ["a", "b"]), (["scope": nil, "scp": "a b"], ["a", "b"]),
                (["scope": nil, "scp": ["a", "b"]], ["a", "b"]),
                (["scope": "a", "scp": ["b"]], ["a", "b"]), (["scope": nil], []), (["scope": ["a", 7]], []), (["scope": "a b\"c"], ["a"]),
            ]
            for (claims, scopes) in forms {
                let principal = try await fixture.ask(fixture.token(claims)).get()
                #expect(principal.scopes == scopes)
            }
        }
    }

    @Test func aTokenWithoutARequiredScopeIsForbidden() async throws {
        try await Fixture.run {
            $0.requiredScopes = ["tickets:read", "tickets:close"]
        } _: { fixture in
            let error = try #require(await fixture.ask(fixture.token()).error)
            #expect(error.reason == .forbidden)
            #expect(error.bearer?.error == .insufficientScope)
            #expect(error.bearer?.scopes == ["tickets:read", "tickets:close"])
            try await fixture.expect(nil, of: fixture.token(["scope": "tickets:close x tickets:read"]))
        }
    }

    @Test func whoeverShowsNothingIsToldWhatToAskFor() async throws {
        try await Fixture.run {
            $0.offeredScopes = ["tickets:read"]
        } _: { fixture in
            let none = try #require(await fixture.ask(nil).error)
            #expect(none.challenge == #"Bearer scope="tickets:read""#)
            let bad = try #require(await fixture.ask(fixture.token(["exp": 1])).error)
            #expect(bad.challenge == #"Bearer error="invalid_token", error_description="The token has expired", scope="tickets:read""#)
            let twice = AuthRequest(
                channel: .http(method: "POST", path: "/mcp"),
                headers: [(name: "Authorization", value: "Bearer \(try fixture.token())"), (name: "authorization", value: "Bearer x")])
            #expect(fixture.provider.authenticateAtOnce(twice)?.error?.reason == .unauthenticated)
        }
    }

    /// Two tenants have their own principals, and so their own sessions and limits.
    @Test func tenants() async throws {
        try await Fixture.run {
            $0.tenantClaim = "org"
            $0.keptClaims = ["email", "org", "groups"]
        } _: { fixture in
            let one = try await fixture.ask(fixture.token(["org": "a&b#c", "email": "x@y.example", "groups": ["g"]])).get()
            #expect(one.id == "\(fixture.issuer.url)?tenant=a%26b%23c#u-1")
            #expect(one.attributes == ["tenant": "a&b#c", "org": "a&b#c", "email": "x@y.example"])
            #expect(try await fixture.ask(fixture.token(["org": "b"])).principal?.id != one.id)
            try await fixture.expect(TokenRejection.noTenant.text, of: fixture.token())
        }
    }

    /// Swift takes two writings of one letter for the same; subjects are what the issuer wrote.
    @Test func subjectsThatLookAlikeAreDifferent() async throws {
        try await Fixture.run { fixture in
            var ids: Set<String> = []
            for subject in ["\u{E9}", "e\u{301}", "%C3%A9", "u-1"] {
                ids.insert(try await fixture.ask(fixture.token(["sub": .string(subject)])).get().id)
            }
            #expect(ids.count == 4)
        }
    }

    /// Addresses that come and go are asked about, and what is known of them stands before what a token claims.
    @Test func furtherAudiences() async throws {
        let own = "https://desk.example/t/acme/mcp"
        try await Fixture.run { configuration in
            configuration.keptClaims = ["resource_tenant"]
            configuration.resource = { $0 == own ? ["resource_tenant": "acme"] : nil }
        } _: { fixture in
            let token = try fixture.token(["aud": .string(own), "resource_tenant": "beta"])
            #expect(try await fixture.ask(token).get().attributes["resource_tenant"] == "acme")
            let other = try fixture.token(["aud": "https://desk.example/t/beta/mcp"])
            #expect(await fixture.rejection(of: other) == TokenRejection.audience.text)
            #expect(try await fixture.ask(fixture.token()).get().attributes["resource_tenant"] == nil)
        }
    }
}
