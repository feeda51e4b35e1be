internal import HTTPFetch
internal import MCPCore
internal import MCPTesting
internal import Synchronization
internal import Testing

@testable internal import TicketTools

/// As whom the ticket API is called, seen from the API: what reached it is what counts.
@Suite struct UpstreamCredentialTests {
    private static let json = ["Content-Type: application/json"]
    private static let statuses = #"{"items":[]}"#

    private func principal(_ id: String = "taro", _ attributes: [String: String] = [:]) -> Principal {
        Principal(id: id, attributes: attributes)
    }

    /// Calls a tool as a principal, and gives what the API saw and the model was told.
    private func call(
        _ credentials: any UpstreamCredentials, _ principal: Principal, _ tool: String = "get_users"
    ) async throws -> (requests: [ScriptedUpstream.Request], text: String, isError: Bool) {
        let upstream = try ScriptedUpstream(200, Self.json, Self.statuses)
        let client = ToolClient(
            TicketConfiguration(baseURL: try BaseURL(upstream.url), apiKey: Secret("unused-key")), credentials: credentials,
            principal: principal, over: upstream)
        let answer = try await client.call(tool)
        return (upstream.requests, answer.text, answer.isError)
    }

    // MARK: - The caller's own, from a header

    @Test func aCallersOwnCredentialsGoOn() async throws {
        let credentials = try HeaderCredentials(from: "X-Upstream-Authorization")
        let seen = try await call(credentials, principal("taro", ["header:x-upstream-authorization": "their-token"]))
        #expect(seen.requests.map { $0.header("authorization") } == ["Bearer their-token"])
        #expect(seen.requests.allSatisfy { $0.header("x-api-key") == nil })
        let basic = try await call(credentials, principal("taro", ["header:x-upstream-authorization": "Basic abc"]))
        #expect(basic.requests.map { $0.header("authorization") } == ["Basic abc"])
        let key = try await call(
            try HeaderCredentials(from: "x-desk-key", sentAs: "X-Api-Key"), principal("taro", ["header:x-desk-key": "k"]))
        #expect(key.requests.map { $0.header("x-api-key") } == ["k"])
    }

    @Test(arguments: [[:], ["header:x-up": ""], ["header:x-up": "a\nb"], ["header:x-up": "a\rb"], ["header:x-up": "é"]])
    func withoutUsableOnesNothingIsSent(_ attributes: [String: String]) async throws {
        let seen = try await call(try HeaderCredentials(from: "x-up"), principal("taro", attributes))
        #expect(seen.requests.isEmpty && seen.isError)
    }

    @Test(arguments: ["Authorization", "x-api-key", "cookie", "host", "bad name", ""])
    func theHeaderThatLetsInIsNotTheirs(_ name: String) {
        #expect(throws: ConfigurationError.self) { _ = try HeaderCredentials(from: name) }
    }

    @Test func whoShowsOtherCredentialsSharesNothing() throws {
        let credentials = try HeaderCredentials(from: "x-up")
        let first = credentials.cacheKey(for: principal("taro", ["header:x-up": "canary-a"]))
        let second = credentials.cacheKey(for: principal("taro", ["header:x-up": "canary-b"]))
        let other = credentials.cacheKey(for: principal("jiro", ["header:x-up": "canary-a"]))
        #expect(Set([first, second, other]).count == 3)
        #expect(first == credentials.cacheKey(for: principal("taro", ["header:x-up": "canary-a"])))
        #expect(!first.contains("canary"))
    }

    /// Through the providers that a server really has in front.
    @Test func theTokenThatLetsInNeverReachesTheAPI() async throws {
        let token = "canary-token-of-this-server"
        let keys = APIKeyAuthProvider([(key: token, principal: Principal(id: "taro"))])
        let auth = CallerHeaders([], credentials: ["x-up"], with: keys)
        for shown in [[("x-up", token)], [("x-up", "Bearer \(token)")], [("x-up", "own")], []] {
            let request = AuthRequest(
                channel: .http(method: "POST", path: "/mcp"), headers: [("authorization", "Bearer \(token)")] + shown)
            let caller = try await auth.authenticate(request)
            let seen = try await call(try HeaderCredentials(from: "x-up"), caller)
            #expect(seen.requests.allSatisfy { !$0.headers.joined().contains("canary") && !$0.target.contains("canary") })
            #expect(seen.requests.count == (shown.first?.1 == "own" ? 1 : 0))
            #expect(!seen.text.contains("canary"))
        }
    }

    // MARK: - A service account that acts for callers

    @Test func theServiceAccountSaysForWhomItActs() async throws {
        let credentials = try OnBehalfOfCredentials(apiKey: Secret("service"))
        let seen = try await call(credentials, principal("https://login.example#taro"))
        #expect(seen.requests.map { $0.header("x-api-key") } == ["service"])
        #expect(seen.requests.map { $0.header("x-on-behalf-of") } == ["https://login.example%23taro"])
        let mail = try OnBehalfOfCredentials(apiKey: Secret("service"), header: "x-user", attribute: "email")
        let other = try await call(mail, principal("taro", ["email": "太郎\r\nx-admin: 1"]))
        #expect(other.requests.map { $0.header("x-user") } == ["%E5%A4%AA%E9%83%8E%0D%0Ax-admin:%201"])
        #expect(other.requests.allSatisfy { $0.header("x-admin") == nil })
    }

    @Test func nobodyIsActedForByNobody() async throws {
        let credentials = try OnBehalfOfCredentials(apiKey: Secret("service"), attribute: nil)
        #expect(try await call(credentials, .anonymous).requests.isEmpty)
        let mail = try OnBehalfOfCredentials(apiKey: Secret("service"), attribute: "email")
        #expect(try await call(mail, principal("taro")).requests.isEmpty)
    }

    // MARK: - Token exchange

    private func subject(_ token: String, _ id: String = "https://login.example#taro") -> Principal {
        principal(id, ["subject_token": token])
    }

    private func exchange(
        _ server: ScriptedUpstream, time: any TimeSource = SystemTime(), _ change: (inout TokenExchangeConfiguration) -> Void = { _ in }
    ) throws -> TokenExchange {
        var configuration = TokenExchangeConfiguration(
            endpoint: server.url + "/token", clientID: "mcp server", clientSecret: Secret("s:1"), audience: "https://desk.example/api",
            scope: "tickets")
        change(&configuration)
        return try TokenExchange(configuration, time: time)
    }

    private static func issues(_ seconds: Int = 600) throws -> ScriptedUpstream {
        let count = Counter()
        return try ScriptedUpstream { _ in
            .bytes(
                ScriptedUpstream.response(
                    200, json,
                    #"""
                    {"access_token":"new-\#(count.next())","issued_token_type":"urn:ietf:params:oauth:token-type:access_token",
                    "token_type":"Bearer","expires_in":\#(seconds)}
                    """#
                ))
        }
    }

    @Test func aTokenIsExchangedAndTheCallersStaysHere() async throws {
        let server = try Self.issues()
        let seen = try await call(try exchange(server), subject("canary-subject"))
        #expect(seen.requests.map { $0.header("authorization") } == ["Bearer new-1"])
        #expect(seen.requests.allSatisfy { !$0.headers.joined().contains("canary") })
        let asked = try #require(server.requests.first)
        // RFC 8693, section 2.1; the client's name by RFC 6749, section 2.3.1: "mcp%20server:s%3A1".
        #expect(asked.method == "POST" && asked.target == "/token")
        #expect(asked.header("content-type") == "application/x-www-form-urlencoded")
        #expect(asked.header("authorization") == "Basic bWNwJTIwc2VydmVyOnMlM0Ex")
        let fields = Set(asked.body.split(separator: "&").map(String.init))
        #expect(
            fields == [
                "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange", "subject_token=canary-subject",
                "subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aaccess_token",
                "requested_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aaccess_token",
                "audience=https%3A%2F%2Fdesk.example%2Fapi", "scope=tickets",
            ])
    }

    @Test func whatWasGivenIsKeptForItsTimeAndItsCaller() async throws {
        let (server, time) = (try Self.issues(600), ManualTime())
        let credentials = try exchange(server, time: time)
        func token(_ principal: Principal) async throws -> String? { try await credentials.headers(for: principal).first?.value }
        #expect(try await token(subject("a")) == "Bearer new-1")
        #expect(try await token(subject("a")) == "Bearer new-1")
        #expect(try await token(subject("b")) == "Bearer new-2", "another token of the same caller")
        #expect(try await token(subject("a", "https://login.example#jiro")) == "Bearer new-3", "another caller")
        time.advance(by: .seconds(569))
        #expect(try await token(subject("a")) == "Bearer new-1")
        time.advance(by: .seconds(2))
        #expect(try await token(subject("a")) == "Bearer new-4", "30 s before its end")
        #expect(server.requests.count == 4)
    }

    @Test func callersWhoMissTogetherShareAnExchangeAndWhatIsKeptIsBounded() async throws {
        let server = try Self.issues()
        let credentials = try exchange(server) { $0.cachedTokens = 4 }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<20 { group.addTask { _ = try await credentials.headers(for: subject("a")) } }
            try await group.waitForAll()
        }
        #expect(server.requests.count == 1)
        for index in 0..<20 { _ = try await credentials.headers(for: subject("t\(index)")) }
        _ = try await credentials.headers(for: subject("a"))
        #expect(server.requests.count == 22, "the first was forgotten")
    }

    @Test(arguments: [
        (400, #"{"error":"invalid_grant","error_description":"canary"}"#), (401, "{}"), (500, "canary"), (200, "{}"), (200, "canary"),
        (200, #"{"access_token":"x y","token_type":"Bearer"}"#), (200, #"{"access_token":"a\r\nb","token_type":"Bearer"}"#),
        (200, #"{"access_token":"x","token_type":"mac"}"#), (200, #"{"access_token":"canary-subject","token_type":"Bearer"}"#),
    ])
    func whatIsNotGivenIsNotMadeUp(_ status: Int, _ body: String) async throws {
        let server = try ScriptedUpstream(status, Self.json, body)
        let seen = try await call(try exchange(server), subject("canary-subject"))
        #expect(seen.requests.isEmpty && seen.isError)
        #expect(!seen.text.contains("canary"), "\(seen.text)")
    }

    @Test func whoCameWithoutATokenGetsNone() async throws {
        let server = try Self.issues()
        let keys = APIKeyAuthProvider([(key: "canary-key-of-this-server", principal: Principal(id: "key:1"))])
        let caller = try await SubjectTokenAuth(keys).authenticate(
            AuthRequest(channel: .http(method: "POST", path: "/mcp"), headers: [("authorization", "Bearer canary-key-of-this-server")]))
        let seen = try await call(try exchange(server), caller)
        #expect(seen.requests.isEmpty && server.requests.isEmpty && seen.isError, "a key of ours is not sent to the authorization server")
    }

    @Test(arguments: ["http://login.example/token", "ftp://login.example", "nonsense"])
    func secretsGoByHTTPSAlone(_ endpoint: String) {
        #expect(throws: ConfigurationError.self) {
            _ = try TokenExchange(TokenExchangeConfiguration(endpoint: endpoint, clientID: "a", clientSecret: Secret("b")))
        }
    }

    // MARK: - Hosts

    @Test(arguments: [
        ("https://desk.example/api", true), ("https://DESK.example", true), ("http://desk.example", true),
        ("https://desk.example:8443", false),
        ("https://a.tenants.example", true), ("https://tenants.example", false), ("https://eviltenants.example", false),
        ("https://desk.example.evil.example", false), ("https://other.example:9000", true), ("https://other.example", false),
        ("http://169.254.169.254/latest", false), ("http://127.0.0.1", false), ("https://desk.example.", false),
    ])
    func onlyListedHostsAreAllowed(_ url: String, _ isAllowed: Bool) throws {
        let hosts = try UpstreamHosts(["desk.example", ".tenants.example", "other.example:9000"])
        let url = try BaseURL(url)
        if isAllowed { try hosts.check(url) } else { #expect(throws: ConfigurationError.self) { try hosts.check(url) } }
    }

    @Test(arguments: ["https://desk.example", "*", "a@b", ".", ""]) func onlyHostsAreOnTheList(_ pattern: String) {
        #expect(throws: ConfigurationError.self) { _ = try UpstreamHosts([pattern]) }
    }
}

private final class Counter: Sendable {
    private let count = Atomic(0)
    func next() -> Int { count.wrappingAdd(1, ordering: .relaxed).newValue }
}
