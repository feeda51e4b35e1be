import Logging
import MCPCore
import MCPTesting
import MCPTransportHTTP
import Testing

@testable import MCPAuth

/// Finding an issuer's documents, and what is not believed or not even connected to on the way.
@Suite(.timeLimit(.minutes(1))) struct DiscoveryTests {
    @Test(arguments: [
        (
            "https://a.example",
            ["https://a.example/.well-known/oauth-authorization-server", "https://a.example/.well-known/openid-configuration"]
        ),
        (
            "https://a.example/",
            ["https://a.example/.well-known/oauth-authorization-server", "https://a.example/.well-known/openid-configuration"]
        ),
        (
            "https://a.example:8443/t/1",
            [
                "https://a.example:8443/.well-known/oauth-authorization-server/t/1",
                "https://a.example:8443/.well-known/openid-configuration/t/1",
                "https://a.example:8443/t/1/.well-known/openid-configuration",
            ]
        ),
    ])
    func whereMetadataMayBe(_ issuer: String, _ urls: [String]) {
        #expect(IssuerURL(issuer, .publicInternet)?.metadataURLs == urls)
    }

    @Test(arguments: [
        "http://a.example", "http://127.0.0.1", "ftp://a.example", "a.example", "", "https://", "https://a.example?x",
        "https://a.example#x",
        "https://u:p@a.example", "https://a.example/ x", "file:///etc/passwd",
    ])
    func noIssuers(_ issuer: String) {
        #expect(IssuerURL(issuer, .publicInternet) == nil)
        #expect(throws: OAuthConfigurationError.self) {
            try OAuthProvider(OAuthConfiguration(issuers: [TrustedIssuer(issuer)], audiences: ["x"]), logger: .init(label: "test"))
        }
    }

    @Test(arguments: [
        "/.well-known/oauth-authorization-server/tenant", "/.well-known/openid-configuration/tenant",
        "/tenant/.well-known/openid-configuration",
    ])
    func everyPlaceIsTried(_ path: String) async throws {
        try await TestIssuer.run { issuer in
            let key = try await TestKey.es256()
            let name = JSON.string(issuer.url + "/tenant")
            issuer[TestIssuer.metadataPath] = nil
            issuer[path] = .json(["issuer": name, "jwks_uri": .string(issuer.url + "/keys")])
            issuer.publish(keys: [key.member])
            var configuration = OAuthConfiguration(issuers: [TrustedIssuer(issuer.url + "/tenant")], audiences: ["us"])
            configuration.reach = .loopback
            let provider = try OAuthProvider(configuration, logger: .init(label: "test"), clock: ManualClock())
            let token = try key.token(["iss": name, "sub": "u", "aud": "us", "exp": 1_900_000_100])
            #expect(await Fixture.ask(provider, token).principal?.id == issuer.url + "/tenant#u")
            await provider.shutdown()
        }
    }

    /// RFC 8414, section 3.3: nothing of it may be used.
    @Test(arguments: [JSON.string("https://evil.example"), "slash", .null])
    func metadataOfAnotherIssuerIsNotUsed(_ name: JSON) async throws {
        try await Fixture.run { fixture in
            fixture.issuer.publishMetadata(["issuer": name == "slash" ? .string(fixture.issuer.url + "/") : name])
            try await fixture.expect("unavailable", of: fixture.token())
            #expect(fixture.issuer.count(of: "/keys") == 0)
            #expect(fixture.log.entries.contains { $0.metadata["problem"]?.contains("of another issuer") == true })
        }
    }

    @Test(arguments: [301, 302, 303, 307, 308])
    func redirectsAreNotFollowed(_ status: Int) async throws {
        try await Fixture.run { fixture in
            fixture.issuer["/moved"] = fixture.issuer["/keys"]
            fixture.issuer["/keys"] = .status(status, [("location", "/moved")])
            try await fixture.expect("unavailable", of: fixture.token())
            #expect(fixture.issuer.count(of: "/moved") == 0)
        }
    }

    @Test func aHugeKeySetIsNotRead() async throws {
        try await Fixture.run { fixture in
            let padding: JSON = ["kty": "EC", "x": .string(String(repeating: "A", count: 50 << 10))]
            fixture.issuer.publish(keys: [fixture.key.member] + Array(repeating: padding, count: 6))
            try await fixture.expect("unavailable", of: fixture.token())
            #expect(fixture.log.entries.contains { $0.message == "no keys of the issuer" })
        }
    }

    @Test(arguments: ["", "<html>", "[]", #"{"keys":{}}"#, #"{"keys":[],"keys":[]}"#])
    func whatIsNoKeySet(_ body: String) async throws {
        try await Fixture.run { fixture in
            fixture.issuer["/keys"] = TestIssuer.Answer(body: Array(body.utf8))
            try await fixture.expect("unavailable", of: fixture.token())
        }
    }

    /// Metadata must not lead us where our own network answers.
    @Test(arguments: [
        "http://192.0.2.1/keys", "http://169.254.169.254/latest/meta-data", "http://10.0.0.1/keys", "http://desk.example/keys",
        "file:///etc/passwd",
        "gopher://127.0.0.1/", "https://u:p@a.example/keys", "//a.example/keys", "keys",
    ])
    func keySetsElsewhere(_ url: String) async throws {
        try await Fixture.run { fixture in
            fixture.issuer.publishMetadata(["jwks_uri": .string(url)])
            try await fixture.expect("unavailable", of: fixture.token())
            #expect(fixture.log.entries.contains { $0.metadata["problem"] == "only https is allowed" })
        }
    }

    /// By the address that a socket is opened to, whatever the name: also of one that is https.
    @Test(arguments: [
        "https://127.0.0.1", "https://localhost", "https://169.254.169.254", "https://10.1.2.3", "https://192.168.1.1", "https://[::1]",
        "https://[fe80::1]", "https://[::ffff:10.0.0.1]", "https://2130706433", "https://0x7f.1",
    ])
    func privateAddressesAreNotConnectedTo(_ issuer: String) async throws {
        try await TestIssuer.run { listener in
            let port = listener.url.split(separator: ":").last ?? ""
            let client = IssuerClient(reach: .publicInternet, limits: OAuthLimits())
            await #expect {
                try await client.get("\(issuer):\(port)/keys")
            } throws: { error in
                "\(error)".contains("not allowed")
            }
            #expect(listener.requests.isEmpty)
            await client.shutdown()
        }
    }

    @Test func withLoopbackAllowedOtherPrivateAddressesAreNot() async throws {
        let client = IssuerClient(reach: .loopback, limits: OAuthLimits())
        await #expect {
            try await client.get("https://10.255.255.1/keys")
        } throws: { error in
            "\(error)".contains("not allowed")
        }
        await client.shutdown()
    }

    @Test func severalIssuersKeepToThemselves() async throws {
        try await TestIssuer.run { other in
            let otherKey = try await TestKey.es256("ec")
            other.publish(keys: [otherKey.member])
            try await Fixture.run {
                $0.issuers.append(TrustedIssuer(other.url))
                $0.issuers[1].audiences = ["second"]
            } _: { fixture in
                #expect(try await fixture.ask(fixture.token()).principal?.id == fixture.issuer.url + "#u-1")
                let claims = fixture.claims(["iss": .string(other.url), "aud": "second"])
                #expect(try await fixture.ask(otherKey.token(claims)).principal?.id == other.url + "#u-1")
                // One cannot sign for the other, and who we are to one we are not to the other.
                try await fixture.expect(TokenRejection.signature.text, of: otherKey.token(fixture.claims()))
                let wrong = try otherKey.token(fixture.claims(["iss": .string(other.url)]))
                #expect(await fixture.rejection(of: wrong) == TokenRejection.audience.text)
            }
        }
    }

    @Test func anIssuersAlgorithmsMayBeFewer() async throws {
        try await Fixture.run {
            $0.issuers[0].algorithms = [.rs256]
        } _: { fixture in
            try await fixture.expect(TokenRejection.algorithm.text, of: fixture.token())
        }
    }

    @Test func configurationsThatLetInTooMany() throws {
        let secret = Introspection.standard(ClientCredentials(id: "id", secret: "s3cret-of-ours"))
        let two = [TrustedIssuer("https://a.example", introspection: secret), TrustedIssuer("https://b.example", introspection: secret)]
        var late = OAuthConfiguration(issuers: [TrustedIssuer("https://a.example")], audiences: ["x"])
        late.clockSkew = .seconds(301)
        let plain = TrustedIssuer("https://a.example")
        var insecure = plain
        insecure.keySetURL = "http://a.example/keys"
        for configuration in [
            OAuthConfiguration(issuers: [], audiences: ["x"]),
            OAuthConfiguration(issuers: [TrustedIssuer("https://a.example")], audiences: []),
            OAuthConfiguration(issuers: [TrustedIssuer("https://a.example")], audiences: [""]),
            OAuthConfiguration(issuers: two, audiences: ["x"]),
            OAuthConfiguration(issuers: [plain, plain], audiences: ["x"]), late, OAuthConfiguration(issuers: [insecure], audiences: ["x"]),
        ] {
            #expect(throws: OAuthConfigurationError.self) { try OAuthProvider(configuration, logger: .init(label: "test")) }
        }
        #expect(!"\(secret)".contains("s3cret-of-ours"))
    }
}
