import MCPCore
import MCPTesting
import Testing

@testable import MCPAuth

/// Where keys come from, how long they are believed, and how often they are fetched.
@Suite(.timeLimit(.minutes(1))) struct KeyTests {
    @Test func keysAreFetchedOnceForAllWhoWait() async throws {
        try await Fixture.run { fixture in
            let gate = Gate()
            fixture.issuer.hold(gate)
            let tokens = try (1...50).map { try fixture.token(["sub": .string("u-\($0)")]) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for token in tokens {
                    group.addTask {
                        let rejection = await fixture.rejection(of: token)
                        #expect(rejection == nil)
                    }
                }
                try await gate.arrivals()
                gate.open()
            }
            #expect(fixture.issuer.count(of: "/keys") == 1)
            #expect(fixture.issuer.count(of: TestIssuer.metadataPath) == 1)
        }
    }

    @Test func aNewKeyIsFoundWithOneFetch() async throws {
        try await Fixture.run { fixture in
            try await fixture.expect(nil, of: fixture.token())
            let next = try await TestKey.es256("next")
            fixture.issuer.publish(keys: [next.member])
            try await fixture.expect(nil, of: next.token(fixture.claims()))
            #expect(fixture.issuer.count(of: "/keys") == 2)
            // The old one is withdrawn.
            try await fixture.expect(TokenRejection.unknownKey.text, of: fixture.token(["sub": "u-2"]))
        }
    }

    @Test func unknownKeysCauseFewFetches() async throws {
        try await Fixture.run { fixture in
            try await fixture.expect(nil, of: fixture.token())
            for number in 1...100 {
                let token = try fixture.token(header: ["kid": .string("made-up-\(number)")])
                #expect(await fixture.rejection(of: token) == TokenRejection.unknownKey.text)
            }
            #expect(fixture.issuer.count(of: "/keys") == 1 + 4)
            fixture.clock.advance(by: .seconds(15))
            for number in 101...110 {
                _ = try await fixture.rejection(of: fixture.token(header: ["kid": .string("made-up-\(number)")]))
            }
            #expect(fixture.issuer.count(of: "/keys") == 1 + 5)
        }
    }

    @Test func aKeyThatIsNotThereIsNotAskedForAgainForAMinute() async throws {
        try await Fixture.run { fixture in
            try await fixture.expect(nil, of: fixture.token())
            let late = try await TestKey.es256("late")
            let token = try late.token(fixture.claims())
            for _ in 1...3 { #expect(await fixture.rejection(of: token) == TokenRejection.unknownKey.text) }
            #expect(fixture.issuer.count(of: "/keys") == 2)
            fixture.issuer.publish(keys: [late.member])
            fixture.clock.advance(by: .seconds(59))
            #expect(await fixture.rejection(of: token) == TokenRejection.unknownKey.text)
            fixture.clock.advance(by: .seconds(1))
            #expect(await fixture.rejection(of: token) == nil)
            #expect(fixture.issuer.count(of: "/keys") == 3)
        }
    }

    /// - Parameter seconds: how long they are kept, within five minutes and a day.
    @Test(arguments: [
        ("max-age=600", 600), ("public, Max-Age=3", 300), ("max-age=9999999", 86_400), ("no-store", 300), ("", 3_600), ("max-age=x", 3_600),
    ])
    func keysAreKeptAsLongAsTheirIssuerSays(_ control: String, _ seconds: Int) async throws {
        try await Fixture.run { fixture in
            fixture.issuer.publish(keys: [fixture.key.member], control.isEmpty ? [] : [("cache-control", control)])
            func check(_ subject: JSON) async throws {
                try await fixture.expect(nil, of: fixture.token(["sub": subject, "exp": 2_000_000_000]))
            }
            try await check("a")
            fixture.clock.advance(by: .seconds(seconds - 1))
            try await check("b")
            #expect(fixture.issuer.count(of: "/keys") == 1)
            fixture.clock.advance(by: .seconds(1))
            try await check("c")
            #expect(fixture.issuer.count(of: "/keys") == 2)
        }
    }

    @Test func keysOfAnIssuerThatIsDownAreUsedForAnHour() async throws {
        try await Fixture.run { fixture in
            try await fixture.expect(nil, of: fixture.token())
            fixture.issuer.goDown()
            fixture.clock.advance(by: .seconds(3_600 + 3_599))
            try await fixture.expect(nil, of: fixture.token(["sub": "u-2"]))
            fixture.clock.advance(by: .seconds(3))
            try await fixture.expect("unavailable", of: fixture.token(["sub": "u-3"]))
        }
    }

    /// A client must not throw its token away because we cannot check it.
    @Test func withoutKeysNobodyCanTell() async throws {
        try await Fixture.run { fixture in
            let answer = fixture.issuer["/keys"]
            fixture.issuer["/keys"] = .status(500)
            try await fixture.expect("unavailable", of: fixture.token())
            // The next attempt waits, however many ask.
            for _ in 1...20 { try await fixture.expect("unavailable", of: fixture.token()) }
            #expect(fixture.issuer.count(of: "/keys") == 1)
            fixture.issuer["/keys"] = answer
            fixture.clock.advance(by: .seconds(2))
            try await fixture.expect(nil, of: fixture.token())
        }
    }

    @Test func anUnknownKeyOfAnIssuerThatIsDownMayBeANewOne() async throws {
        try await Fixture.run { fixture in
            try await fixture.expect(nil, of: fixture.token())
            fixture.issuer["/keys"] = .status(503)
            try await fixture.expect("unavailable", of: fixture.token(header: ["kid": "new"]))
        }
    }

    @Test func anIssuerThatNobodyListensAt() async throws {
        try await Fixture.run {
            $0.issuers = [TrustedIssuer("http://127.0.0.1:1")]
        } _: { fixture in
            try await fixture.expect("unavailable", of: fixture.token(["iss": "http://127.0.0.1:1"]))
            #expect(await fixture.provider.prepare() == false)
            #expect(fixture.log.entries.contains { $0.message == "no metadata of the issuer" })
        }
    }

    /// Members that are of no use are passed over, and do not keep the others from being used.
    @Test func keysThatAreNoneOfOurs() async throws {
        let weak: JSON = ["kty": "RSA", "kid": "ec", "n": .string(Base64URL.encode([UInt8](repeating: 0xC1, count: 128))), "e": "AQAB"]
        let huge: JSON = ["kty": "RSA", "kid": "ec", "n": .string(Base64URL.encode([UInt8](repeating: 0xC1, count: 1_025))), "e": "AQAB"]
        try await Fixture.run { fixture in
            fixture.issuer.publish(keys: [
                weak, huge, 7, ["kty": "oct", "kid": "ec", "k": "c2VjcmV0"],
                ["kty": "EC", "crv": "P-256", "kid": "ec", "x": "AA", "y": "AA"],
                fixture.key.member,
            ])
            try await fixture.expect(nil, of: fixture.token())
        }
        for change in [["use": "enc"], ["key_ops": ["sign"]], ["alg": "ES384"], ["alg": 7]] as [JSONObject] {
            try await Fixture.run { fixture in
                var member = try #require(fixture.key.member.object)
                for change in change.members { member[change.key] = change.value }
                fixture.issuer.publish(keys: [.object(member)])
                try await fixture.expect(TokenRejection.unknownKey.text, of: fixture.token())
            }
        }
    }

    @Test func keysBeyondTheLimitAreNotLookedAt() async throws {
        try await Fixture.run {
            $0.limits.keys = 2
        } _: { fixture in
            let others = [try await TestKey.edDSA("a").member, try await TestKey.edDSA("b").member]
            fixture.issuer.publish(keys: others + [fixture.key.member])
            try await fixture.expect(TokenRejection.unknownKey.text, of: fixture.token())
        }
    }
}
