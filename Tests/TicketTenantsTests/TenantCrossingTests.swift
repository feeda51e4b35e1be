import HTTPFetch
import MCPCore
import MCPTransportHTTP
import Testing
import TicketServer

@testable import TicketTenants

/// Two tenants of one server, and what one tries on the other. Over real connections.
@Suite(.timeLimit(.minutes(2))) struct TenantCrossingTests {
    @Test func eachReachesItsOwnAPIWithItsOwnKey() async throws {
        try await TwoTenants.run { tenants, url async throws in
            let acme = try await LiveClient(url, key: tenants.keys.acme).opened()
            let beta = try await LiveClient(url, key: tenants.keys.beta).opened("/t/beta/mcp")
            #expect(try await acme.call("get_ticket_list").said?.contains("acme-1") == true)
            #expect(try await beta.call("get_ticket_list", path: "/t/beta/mcp").said?.contains("beta-1") == true)
            #expect(tenants.acmeDesk.requests.allSatisfy { $0.headers["x-api-key"] == TwoTenants.apiKeys.acme })
            #expect(tenants.betaDesk.requests.allSatisfy { $0.headers["x-api-key"] == TwoTenants.apiKeys.beta })
            // What let the callers in here went no further.
            for traffic in [tenants.acmeDesk.traffic, tenants.betaDesk.traffic] { #expect(!traffic.contains("tmk_")) }
        }
    }

    @Test func aSessionOfTheOtherIsNoSession() async throws {
        try await TwoTenants.run { tenants, url async throws in
            let acme = try await LiveClient(url, key: tenants.keys.acme).opened()
            #expect(acme.session != nil)
            var thief = LiveClient(url, key: tenants.keys.beta)
            thief.session = acme.session
            var stranger = LiveClient(url, key: tenants.keys.beta)
            stranger.session = "00000000000000000000000000000000"
            for path in ["/mcp", "/t/beta/mcp"] {
                let (stolen, unknown) = (
                    try await thief.call("get_ticket_list", path: path), try await stranger.call("get_ticket_list", path: path)
                )
                #expect(stolen.status == 404 && stolen.text == unknown.text)
                #expect(try await thief.send(.get, path, nil, [("last-event-id", "1-1")]).status == 404)
                #expect(try await thief.send(.delete, path).status == 404)
            }
            // Another key of the same tenant is another caller.
            var colleague = LiveClient(url, key: tenants.keys.other)
            colleague.session = acme.session
            #expect(try await colleague.call("get_ticket_list").status == 404)
            #expect(try await acme.call("get_ticket_list").status == 200, "it is still there")
            #expect(tenants.betaDesk.requests.isEmpty)
        }
    }

    @Test func nobodyLearnsWhichTenantsThereAre() async throws {
        try await TwoTenants.run { tenants, url async throws in
            let beta = LiveClient(url, key: tenants.keys.beta)
            let nobody = LiveClient(url, key: "")
            let wrong = LiveClient(url, key: String(tenants.keys.acme.dropLast()) + "_")
            for path in ["/mcp", "/sse", "/message", "/rpc", "/mcp/sse", "/mcp/sse/message"] {
                let method: FetchMethod = path == "/sse" || path == "/mcp/sse" ? .get : .post
                let body: JSON? = method == .post ? ["jsonrpc": "2.0", "id": 1, "method": "ping"] : nil
                let acme = try await beta.send(method, "/t/acme" + path, body)
                let unknown = try await beta.send(method, "/t/unknown" + path, body)
                let odd = try await beta.send(method, "/t/..%2Facme" + path, body)
                #expect(acme.status == 404 && unknown.status == 404 && odd.status == 404)
                #expect(acme.text == unknown.text && odd.text == unknown.text)
                for client in [nobody, wrong] {
                    let there = try await client.send(method, "/t/acme" + path, body)
                    let notThere = try await client.send(method, "/t/unknown" + path, body)
                    #expect(there.status == 401 && notThere.status == 401 && there.text == notThere.text)
                }
            }
            // Probes are answered without a tenant.
            for path in ["/health", "/capabilities"] {
                let (there, notThere) = (try await nobody.send(.get, "/t/acme" + path), try await nobody.send(.get, "/t/unknown" + path))
                #expect(there.status == 200 && notThere.status == 200)
                #expect(!there.text.contains("acme") && !there.text.contains("get_ticket"))
            }
            #expect(tenants.acmeDesk.requests.isEmpty && tenants.betaDesk.requests.isEmpty)
        }
    }

    @Test func aKeyForNoTenantGetsNowhere() async throws {
        try await TwoTenants.run { tenants, url async throws in
            let client = LiveClient(url, key: tenants.keys.none)
            #expect(try await client.call("get_ticket_list").status == 403)
            #expect(try await client.call("get_ticket_list", path: "/t/acme/mcp").status == 404)
        }
    }

    @Test func cursorsAndCachesAreTheTenantsOwn() async throws {
        try await TwoTenants.run { tenants, url async throws in
            let acme = try await LiveClient(url, key: tenants.keys.acme).opened()
            let beta = try await LiveClient(url, key: tenants.keys.beta).opened()
            for _ in 0..<2 {
                #expect(try await acme.call("get_statuses").said?.contains("status of acme") == true)
                #expect(try await beta.call("get_statuses").said?.contains("status of beta") == true)
            }
            #expect(tenants.acmeDesk.requests.count == 1 && tenants.betaDesk.requests.count == 1, "each was kept once")
            // A cursor of acme's goes to beta's own API, and to no other.
            _ = try await beta.call("get_ticket_list", ["cursor": "cursor-of-acme"])
            #expect(tenants.betaDesk.traffic.contains("cursor-of-acme") && tenants.acmeDesk.requests.count == 1)
        }
    }

    @Test func aStreamOfTheOtherTakesNoMessages() async throws {
        try await TwoTenants.run { tenants, url async throws in
            var configuration = FetchConfiguration()
            configuration.timeouts.total = .seconds(30)
            let fetch = HTTPFetch(configuration: configuration)
            for (open, post, parameter) in [
                ("/t/acme/sse", "/message", "sessionId"), ("/t/acme/mcp/sse", "/mcp/sse/message", "connection_id"),
            ] {
                var request = FetchRequest(.get, url + open)
                request.headers.add("authorization", "Bearer \(tenants.keys.acme)")
                let stream = try await fetch.stream(request)
                #expect(stream.status == 200)
                var text = ""
                for try await piece in stream {
                    text += String(decoding: piece, as: UTF8.self)
                    if text.contains("\n\n") { break }
                }
                if open == "/t/acme/sse" { #expect(text.contains("data: /t/acme/message?sessionId="), "\(text)") }
                let id = try #require(text.firstMatch(of: /[0-9A-Za-z_-]{20,}/)).output
                let ping: JSON = ["jsonrpc": "2.0", "id": 1, "method": "ping"]
                let thief = LiveClient(url, key: tenants.keys.beta)
                let unknown = try await thief.send(.post, "\(post)?\(parameter)=nothing-\(id)", ping)
                for path in [post, "/t/beta" + post, "/t/acme" + post] {
                    let answer = try await thief.send(.post, "\(path)?\(parameter)=\(id)", ping)
                    #expect(answer.status == unknown.status && answer.status >= 400)
                }
                let owner = LiveClient(url, key: tenants.keys.acme)
                #expect(try await owner.send(.post, "/t/acme\(post)?\(parameter)=\(id)", ping).status == 202)
                stream.cancel()
            }
            await fetch.shutdown()
        }
    }

    @Test func anApprovalOfTheOtherIsNone() async throws {
        let tools = "    tools: {confirm: all-writes}"
        try await TwoTenants.run(acme: tools, beta: tools) { tenants, url async throws in
            let (acme, beta) = (LiveClient(url, key: tenants.keys.acme), LiveClient(url, key: tenants.keys.beta))
            let call: JSONObject = [
                "name": "update_ticket", "arguments": ["ticket": 1, "expected_version": 3, "set": ["title": "canary-body"]],
            ]
            let first = try await acme.modern("tools/call", call)
            #expect(first.json?["result"]?["resultType"] == "input_required", "\(first.text)")
            var again = call
            again["requestState"] = first.json?["result"]?["requestState"]
            again["inputResponses"] = ["confirmation": ["action": "accept", "content": [:]]]
            #expect(try await beta.modern("tools/call", again).code == -32602)
            #expect(tenants.betaDesk.requests.isEmpty && tenants.acmeDesk.requests.isEmpty)
            #expect(try await acme.modern("tools/call", again).said?.contains("acme-1") == true)
            #expect(tenants.acmeDesk.requests.map(\.method) == ["PATCH"])
            // Both are in the audit log, under their tenants, without what was said.
            let lines = try tenants.audit.text.split(separator: "\n").map { try JSON(parsing: String($0)) }
            #expect(lines.map { $0["tenant"]?.string } == ["acme", "acme"])
            #expect(lines.last?["version_before"] == 3 && lines.last?["version_after"] == 4 && lines.last?["ticket"] == "acme-1")
            #expect(lines.last?["confirmation"] == "accepted" && lines.last?["principal"]?.string?.hasSuffix("@acme") == true)
            #expect(!tenants.audit.text.contains("canary") && !tenants.audit.text.contains("tmk_"))
        }
    }

    @Test func limitsOfOneAreNotTheOthers() async throws {
        try await TwoTenants.run(acme: "    limits: {sessions: 1, calls_per_second: 1000}") { tenants, url async throws in
            let acme = LiveClient(url, key: tenants.keys.acme)
            #expect(try await acme.opened().session != nil)
            #expect(try await acme.opened().session == nil)
            for _ in 0..<3 { #expect(try await LiveClient(url, key: tenants.keys.beta).opened().session != nil) }
        }
    }

    @Test func toolsAreTheTenantsOwnAndScopesTheKeys() async throws {
        try await TwoTenants.run(acme: "    tools: {toolsets: [tickets], deny: [create_ticket]}", beta: "    tools: {read_only: true}") {
            tenants, url async throws in
            let acme = LiveClient(url, key: tenants.keys.acme)
            #expect(try await acme.tools() == ["get_ticket_list", "get_ticket_detail", "update_ticket", "add_ticket_history"])
            let reader = LiveClient(url, key: tenants.keys.other)
            #expect(try await reader.tools() == ["get_ticket_list", "get_ticket_detail"])
            let refused = try await reader.modern(
                "tools/call", ["name": "update_ticket", "arguments": ["ticket": 1, "expected_version": 3, "set": ["title": "a"]]])
            let inSession = try await reader.opened().call(
                "update_ticket", ["ticket": 1, "expected_version": 3, "set": ["title": "a"]])
            for refused in [refused, inSession] {
                #expect(refused.status == 403)
                #expect(refused.code == -32003 && refused.json?["error"]?["data"]?["required_scopes"] == ["tickets:write"])
                let challenge = try #require(refused.headers["www-authenticate"])
                #expect(challenge.hasPrefix(#"Bearer error="insufficient_scope""#) && challenge.hasSuffix(#"scope="tickets:write""#))
            }
            let beta = LiveClient(url, key: tenants.keys.beta)
            #expect(try await beta.tools().count == 8)
            // Headers narrow further, and never widen.
            #expect(try await acme.tools([("x-mcp-readonly", "1")]) == ["get_ticket_list", "get_ticket_detail"])
            #expect(try await beta.tools([("x-mcp-readonly", "false"), ("x-mcp-tools", "create_ticket,get_users")]) == ["get_users"])
            #expect(tenants.acmeDesk.requests.isEmpty)
        }
    }

    @Test func whatTheDeploymentSwitchesOffStaysOff() async throws {
        var settings = try TwoTenants.settings()
        settings.safety.restrictions.isReadOnly = true
        settings.safety.restrictions.denied = ["get_statuses"]
        try await TwoTenants.run(acme: "    tools: {read_only: false, toolsets: [tickets, masters]}", settings: settings) {
            tenants, url async throws in
            let tools = try await LiveClient(url, key: tenants.keys.acme).tools()
            #expect(tools == ["get_ticket_list", "get_ticket_detail", "get_categories", "get_category_details", "get_request_channels"])
        }
    }

    /// Who comes with an access token, as a provider that has verified it says.
    private struct Tokens: AuthProvider {
        let waits: Bool

        func authenticate(_ request: AuthRequest) async throws(AuthError) -> Principal {
            await Task.yield()
            return try found(request)
        }

        func authenticateAtOnce(_ request: AuthRequest) -> Result<Principal, AuthError>? {
            if waits { return nil }
            do throws(AuthError) { return .success(try found(request)) } catch { return .failure(error) }
        }

        private func found(_ request: AuthRequest) throws(AuthError) -> Principal {
            switch request.bearerToken {
            case "of-acme": Principal(id: "https://login.example#taro", scopes: ["tickets:read"], attributes: ["org": "acme"])
            case "of-beta": Principal(id: "https://login.example#jiro", scopes: ["tickets:write"], attributes: ["org": "beta"])
            case "of-none": Principal(id: "https://login.example#saburo", scopes: ["tickets:admin"], attributes: ["org": "Acme"])
            case "elsewhere":
                Principal(id: "https://evil.example#taro", scopes: ["tickets:admin"], attributes: ["org": "acme", "tenant": "acme"])
            case "a-key": Principal(id: "api-key", attributes: ["org": "acme"])
            default: throw AuthError(.unauthenticated, "no", challenge: "Bearer")
            }
        }
    }

    @Test(arguments: [false, true]) func tokensBelongToTheTenantOfTheirIssuerAndClaim(_ waits: Bool) async throws {
        func identity(_ org: String) -> String { "    identity: {issuer: 'https://login.example', claim: {name: org, value: \(org)}}" }
        try await TwoTenants.run(acme: identity("acme"), beta: identity("beta"), others: Tokens(waits: waits)) {
            tenants, url async throws in
            let acme = LiveClient(url, key: "of-acme")
            #expect(try await acme.modern("tools/call", ["name": "get_ticket_list", "arguments": [:]]).said?.contains("acme-1") == true)
            #expect(try await acme.tools(path: "/t/acme/mcp").count == 8, "reading")
            #expect(try await acme.call("get_ticket_list", path: "/t/beta/mcp").status == 404)
            #expect(try await LiveClient(url, key: "of-beta").tools().count == 11)
            for stranger in ["of-none", "elsewhere", "a-key"] {
                #expect(try await LiveClient(url, key: stranger).call("get_ticket_list").status == 403)
                #expect(try await LiveClient(url, key: stranger).call("get_ticket_list", path: "/t/acme/mcp").status == 404)
            }
            #expect(try await LiveClient(url, key: "forged").call("get_ticket_list").status == 401)
            #expect(tenants.betaDesk.requests.isEmpty)
        }
    }
}
