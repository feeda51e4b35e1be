import MCPCore
import MCPTesting
import MCPTransportHTTP
import Testing

@testable import MCPAuth

/// Memory, secrecy, and the company of other providers.
@Suite(.timeLimit(.minutes(1))) struct ProviderTests {
    @Test func aVerifiedTokenIsAnsweredAtOnceForAWhile() async throws {
        try await Fixture.run { fixture in
            let token = try fixture.token()
            let request = Fixture.request(token)
            #expect(fixture.provider.authenticateAtOnce(request) == nil)
            let principal = try await fixture.provider.authenticate(request)
            #expect(fixture.provider.authenticateAtOnce(request) == .success(principal))
            fixture.clock.advance(by: .seconds(299))
            #expect(fixture.provider.authenticateAtOnce(request) == .success(principal))
            fixture.clock.advance(by: .seconds(1))
            #expect(fixture.provider.authenticateAtOnce(request) == nil)
            // A token that was not verified is not remembered.
            let bad = Fixture.request(try fixture.token(["aud": "other"]))
            #expect(try await fixture.ask(fixture.token(["aud": "other"])).error != nil)
            #expect(fixture.provider.authenticateAtOnce(bad) == nil)
        }
    }

    @Test func aTokenIsNotRememberedPastItsEnd() async throws {
        try await Fixture.run { fixture in
            let token = try fixture.token(["exp": .integer(fixture.clock.unixSeconds() + 20)])
            #expect(await fixture.rejection(of: token) == nil)
            fixture.clock.advance(by: .seconds(19))
            #expect(await fixture.rejection(of: token) == nil)
            fixture.clock.advance(by: .seconds(1))
            #expect(await fixture.rejection(of: token) == TokenRejection.expired.text)
        }
    }

    @Test func memoryIsBoundedAndKeepsWhatIsUsed() {
        let clock = ManualClock()
        let tokens = VerifiedTokens(capacity: 100, clock: clock)
        let kept = TokenDigest("kept")
        tokens.add(Principal(id: "kept"), kept, for: .seconds(100), expiry: .infinity)
        for number in 1...10_000 {
            tokens.add(Principal(id: "\(number)"), TokenDigest("\(number)"), for: .seconds(100), expiry: .infinity)
            #expect(tokens.count <= 100)
            if number % 40 == 0 { #expect(tokens.principal(of: kept)?.id == "kept") }
        }
        #expect(tokens.principal(of: TokenDigest("1")) == nil)
        #expect(tokens.principal(of: TokenDigest("10000"))?.id == "10000")
    }

    /// Neither tokens nor secrets are in what is logged or told, nor in what is fetched but where they belong.
    @Test func secretsStayWhereTheyBelong() async throws {
        let canary = "canary-5f1d"
        try await Fixture.run {
            $0.issuers[0].introspection = .standard(ClientCredentials(id: "id", secret: "s3cret-\(canary)"))
        } _: { fixture in
            let signed = try fixture.token(["sub": .string(canary), "exp": 1])
            var told: [String] = []
            for token in ["opaque-\(canary)", signed, try fixture.token(header: ["kid": .string(canary)]), "\(canary).\(canary).\(canary)"]
            {
                told.append("\(await fixture.ask(token))")
            }
            fixture.issuer.goDown()
            fixture.clock.advance(by: .seconds(100_000))
            for token in ["opaque-2-\(canary)", signed, try fixture.token(["sub": "x"])] { told.append("\(await fixture.ask(token))") }
            #expect(told.count == 7)
            #expect(!told.contains { $0.contains(canary) || $0.contains(signed) })
            #expect(!fixture.log.entries.isEmpty)
            for entry in fixture.log.entries { #expect(!"\(entry)".contains(canary)) }
            for request in fixture.issuer.requests where request.path != "/introspect" {
                #expect(!"\(request)".contains(canary) && request.headers["authorization"] == nil && request.body.isEmpty)
            }
        }
    }

    @Test func besideAKeyAndASecret() async throws {
        try await Fixture.run { fixture in
            let secret = String(repeating: "0123456789abcdef", count: 4)
            let chain = AuthChain([
                APIKeyAuthProvider([(key: "a-key-of-the-tests", principal: Principal(id: "api-key"))]),
                try SharedSecretAuthProvider([secret]),
                fixture.provider,
            ])
            #expect(await Fixture.ask(chain, "a-key-of-the-tests").principal?.id == "api-key")
            #expect(await Fixture.ask(chain, secret).principal == SharedSecretAuthProvider.principal)
            #expect(try await Fixture.ask(chain, fixture.token()).principal?.id == fixture.issuer.url + "#u-1")
            #expect(chain.authenticateAtOnce(Fixture.request(try fixture.token(["sub": "u-2"]))) == nil)
            // Whoever is nobody is told how to get a token.
            #expect(await Fixture.ask(chain, nil).error?.bearer == BearerChallenge())
            #expect(await Fixture.ask(chain, "a-key-of-nobody").error?.bearer?.error == .invalidToken)
            #expect(fixture.issuer.requests.allSatisfy { $0.method == "GET" })
        }
    }

    @Test func challengesCarryNothingThatBreaksAHeader() {
        let challenge = BearerChallenge(
            .invalidToken, description: "a\"b\\c\r\nX: y", scopes: ["s"], resourceMetadata: "https://x/\u{E9}\u{7F}")
        #expect(challenge.text == #"Bearer resource_metadata="https://x/", error="invalid_token", error_description="abcX: y", scope="s""#)
        #expect(BearerChallenge().text == "Bearer")
    }
}
