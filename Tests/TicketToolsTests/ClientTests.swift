internal import MCPCore
internal import Synchronization
internal import Testing

@testable internal import TicketTools

@Suite struct ClientTests {
    private let json = ["Content-Type: application/json; charset=utf-8"]

    private func client(_ upstream: ScriptedUpstream, prefix: String = "", _ credentials: (any UpstreamCredentials)? = nil) throws
        -> APIClient
    {
        APIClient(configuration: TicketConfiguration(baseURL: try BaseURL(upstream.url + prefix)), credentials: credentials)
    }

    @Test func methodsHeadersAndBodies() async throws {
        let upstream = try ScriptedUpstream(200, json, "{\"ok\":true}")
        let client = try client(upstream, prefix: "/desk/api/", StaticCredentials(apiKey: Secret("canary-key")))
        let body = RawJSON(["title": "プリンタ\"\n🖨"])
        #expect(try await client.get(APIPath("tickets", "a/../b c", "履歴"), ["q": "ａ b"], as: .anonymous).body == ["ok": true])
        _ = try await client.post(APIPath("tickets"), body, as: .anonymous)
        _ = try await client.put(APIPath("tickets"), body, as: .anonymous)
        _ = try await client.patch(APIPath("tickets", "1"), body, ifMatch: .exactly(7), as: .anonymous)
        _ = try await client.patch(APIPath("tickets", "1"), body, ifMatch: .any, as: .anonymous)
        _ = try await client.delete(APIPath("tickets", "1"), as: .anonymous)
        let requests = upstream.requests
        #expect(requests.map(\.method) == ["GET", "POST", "PUT", "PATCH", "PATCH", "DELETE"])
        #expect(requests[0].target == "/desk/api/tickets/a%2F..%2Fb%20c/%E5%B1%A5%E6%AD%B4?q=%EF%BD%81%20b")
        #expect(requests[1].body == body.text && requests[1].header("content-type") == "application/json")
        #expect(requests[3].header("if-match") == "\"v7\"" && requests[4].header("if-match") == "*")
        for request in requests { #expect(request.header("x-api-key") == "canary-key") }
        #expect(requests[0].header("content-type") == nil)
        await client.shutdown()
    }

    @Test func answersWithoutABody() async throws {
        let upstream = try ScriptedUpstream(204, [], "")
        #expect(try await client(upstream).delete(APIPath("x"), as: .anonymous).body == .null)
        #expect(upstream.requests.count == 1)
    }

    @Test func credentialsAreMadeFromWhoAsks() async throws {
        struct PerUser: UpstreamCredentials {
            func headers(for principal: Principal) async throws(APIError) -> [(name: String, value: String)] {
                [("x-api-key", "key-of-\(principal.id)")]
            }
        }
        let upstream = try ScriptedUpstream(200, json, "{}")
        let client = try client(upstream, PerUser())
        _ = try await client.get(APIPath("a"), as: Principal(id: "taro"))
        _ = try await client.get(APIPath("a"), as: Principal(id: "hana"))
        #expect(upstream.requests.compactMap { $0.header("x-api-key") } == ["key-of-taro", "key-of-hana"])
        #expect(client.cacheKey(for: Principal(id: "taro")) != client.cacheKey(for: Principal(id: "hana")))
    }

    @Test func credentialsThatCannotBeHadAreAnError() async throws {
        struct Broken: UpstreamCredentials {
            func headers(for principal: Principal) async throws(APIError) -> [(name: String, value: String)] {
                throw APIError(.unauthorized, "No key for this user.")
            }
        }
        let upstream = try ScriptedUpstream(200, json, "{}")
        await #expect(throws: APIError.self) { _ = try await client(upstream, Broken()).get(APIPath("a"), as: .anonymous) }
        #expect(upstream.requests.isEmpty)
    }

    @Test func aKeyThatIsNoHeaderValueIsNotSentAndNotShown() async throws {
        let upstream = try ScriptedUpstream(200, json, "{}")
        let client = try client(upstream, StaticCredentials(apiKey: Secret("canary\r\nx-evil: 1")))
        let error = await #expect(throws: APIError.self) { _ = try await client.get(APIPath("a"), ["q": "canary-query"], as: .anonymous) }
        #expect(error?.code == .misconfigured)
        let words = "\(String(describing: error)) \(error?.explanation ?? "")"
        #expect(!words.contains("canary"))
        #expect(upstream.requests.isEmpty)
    }

    @Test func aSecretDoesNotShow() {
        let secret = Secret("canary")
        var dumped = ""
        dump(secret, to: &dumped)
        dump(StaticCredentials(apiKey: secret), to: &dumped)
        dump(TicketConfiguration(apiKey: secret), to: &dumped)
        #expect(!(dumped + "\(secret) \(String(reflecting: secret)) \(TicketConfiguration(apiKey: secret))").contains("canary"))
        #expect("\(secret)" == "<redacted>" && secret.reveal() == "canary")
    }

    @Test(arguments: ["https://desk.example", "http://127.0.0.1:8080/", "HTTPS://desk.example/api/v2///", "https://[::1]:1/%20"])
    func addresses(_ text: String) throws {
        #expect(try !BaseURL(text).text.hasSuffix("/"))
    }

    @Test(arguments: [
        "", "desk.example", "ftp://desk.example", "https://", "https:///api", "https://user:pw@desk.example", "https://desk.example?a=1",
        "https://desk.example#x", "https://desk.example/a b", "https://例え.jp", "https://desk.example\\@evil.example",
        "https://a\r\n.example",
        "file:///etc/passwd",
    ])
    func whatIsNoAddress(_ text: String) {
        #expect(throws: ConfigurationError.self) { try BaseURL(text) }
    }

    @Test func withoutAnAddressEveryToolSaysWhatToSet() async throws {
        let client = ToolClient(TicketConfiguration())
        let calls: [(String, JSON)] = [
            ("get_ticket_list", [:]), ("get_ticket_detail", ["ticket": 1]), ("create_ticket", ["title": "a", "description": "b"]),
            ("update_ticket", ["ticket": 1, "expected_version": 1, "set": ["title": "a"]]),
            ("add_ticket_history", ["ticket": 1, "body": "a"]),
            ("get_users", [:]), ("get_accounts", [:]), ("get_categories", [:]), ("get_category_details", ["category_id": 1]),
            ("get_statuses", [:]),
            ("get_request_channels", [:]),
        ]
        #expect(Set(calls.map(\.0)).count == 11)
        for (tool, arguments) in calls { #expect(try await client.fail(tool, arguments).contains("MCP_API_BASE_URL"), "\(tool)") }
    }
}
