import MCPAuth
import MCPCore
import MCPTransportHTTP
import Synchronization
import Testing

/// What an HTTP endpoint tells those who have no token yet: metadata (RFC 9728) and challenges.
@Suite(.timeLimit(.minutes(1))) struct MetadataTests {
    private static let metadata = ProtectedResourceMetadata(
        authorizationServers: ["https://login.example"], scopes: ["tickets:read"], name: "Desk")

    private static func handler(
        origins: OriginPolicy = .network(), auth: any AuthProvider = NobodyAuth(), _ change: (inout HTTPConfiguration) -> Void = { _ in }
    ) -> MCPHTTPHandler {
        var configuration = HTTPConfiguration(auth: auth, asksForIdentity: true, origins: origins)
        configuration.resourceMetadata = metadata
        change(&configuration)
        return MCPHTTPHandler(MCPServer(Implementation(name: "test", version: "1"), tools: ToolBox([])), configuration: configuration)
    }

    @Test(arguments: ["", "/mcp", "/sse", "/message", "/rpc", "/mcp/sse", "/mcp/sse/message"])
    func everyEndpointHasItsOwn(_ path: String) throws {
        let answer = ask(Self.handler(), "GET", "/.well-known/oauth-protected-resource\(path)")
        #expect(answer.status == 200)
        #expect(answer["content-type"] == "application/json")
        #expect(answer["access-control-allow-origin"] == "*")
        #expect(answer["cache-control"] == "no-store")
        #expect(
            answer.json == [
                "resource": .string("http://desk.example\(path)"), "authorization_servers": ["https://login.example"],
                "scopes_supported": ["tickets:read"], "bearer_methods_supported": ["header"], "resource_name": "Desk",
            ])
    }

    @Test(arguments: ["/nope", "/health", "/ready", "x", "/mcp/nope", "//mcp", "/mcp%2f"]) func nothingElseHas(_ path: String) {
        #expect(ask(Self.handler(), "GET", "/.well-known/oauth-protected-resource\(path)").status == 404)
    }

    @Test func withoutMetadataThereIsNone() {
        let handler = Self.handler { $0.resourceMetadata = nil }
        #expect(ask(handler, "GET", "/.well-known/oauth-protected-resource").status == 404)
        #expect(ask(handler, "POST", "/mcp")["www-authenticate"] == "Bearer")
    }

    /// The well-known path goes between the host and the path (RFC 9728, section 3.1); a proxy may strip the path, or leave it in.
    @Test(arguments: ["/tools/mcp", "/mcp"]) func behindAPublicAddress(_ path: String) {
        let handler = Self.handler { $0.publicURL = "https://desk.example:8443/tools" }
        let answer = ask(handler, "GET", "/.well-known/oauth-protected-resource\(path)", [("X-Forwarded-Host", "evil.example")])
        #expect(answer.json?["resource"] == "https://desk.example:8443/tools/mcp")
        #expect(answer["cache-control"] == "public, max-age=300")
        #expect(
            ask(handler, "POST", "/mcp")["www-authenticate"]
                == #"Bearer resource_metadata="https://desk.example:8443/.well-known/oauth-protected-resource/tools/mcp""#)
    }

    @Test func behindAProxyThatSaysWhereItIs() {
        let headers = [("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "public.example"), ("X-Forwarded-Prefix", "/tools/")]
        let path = "/.well-known/oauth-protected-resource/mcp"
        #expect(ask(Self.handler(), "GET", path, headers).json?["resource"] == "https://public.example/tools/mcp")
        let distrustful = Self.handler { $0.trustsForwardedPrefix = false }
        #expect(ask(distrustful, "GET", path, headers).json?["resource"] == "http://desk.example/mcp")
        // A name that we are not called by is not ours.
        let named = Self.handler(origins: .network(hosts: ["desk.example"]))
        #expect(ask(named, "GET", path, headers).json?["resource"] == "https://desk.example/tools/mcp")
        for bad in [("X-Forwarded-Proto", "javascript"), ("X-Forwarded-Prefix", "//evil.example"), ("X-Forwarded-Prefix", "/a\"b")] {
            #expect(ask(Self.handler(), "GET", path, [bad]).json?["resource"] == "http://desk.example/mcp")
        }
        #expect(ask(Self.handler { $0.isSecure = true }, "GET", path).json?["resource"] == "https://desk.example/mcp")
        #expect(ask(Self.handler(), "GET", path, [("Host", "a\"b")]).status == 404)
    }

    /// A page of any origin may read how to get a token, but our name must be ours.
    @Test func pagesOfAllOriginsMayReadIt() {
        let handler = Self.handler(origins: .loopback)
        let path = "/.well-known/oauth-protected-resource/mcp"
        let page = [("Host", "127.0.0.1:8080"), ("Origin", "https://app.example")]
        #expect(ask(handler, "GET", path, page).status == 200)
        let preflight = ask(handler, "OPTIONS", path, page + [("Access-Control-Request-Headers", "mcp-protocol-version")])
        #expect(preflight.status == 204)
        #expect(preflight["access-control-allow-origin"] == "*")
        #expect(preflight["access-control-allow-headers"]?.contains("MCP-Protocol-Version") == true)
        #expect(ask(handler, "POST", path, page)["allow"] == "GET, HEAD, OPTIONS")
        #expect(ask(handler, "GET", path, [("Host", "evil.example")]).status == 403)
        #expect(ask(handler, "POST", "/mcp", page).status == 403)
    }

    @Test(arguments: [
        ("/mcp", "/mcp"), ("/mcp/", "/mcp"), ("/rpc", "/rpc"), ("/message", "/message"), ("/mcp/sse/message", "/mcp/sse/message"),
    ])
    func refusalsNameTheMetadata(_ path: String, _ named: String) {
        let answer = ask(Self.handler(), "POST", path)
        #expect(answer.status == 401)
        #expect(
            answer["www-authenticate"] == #"Bearer resource_metadata="http://desk.example/.well-known/oauth-protected-resource\#(named)""#)
    }

    @Test(
        arguments: [
            (
                AuthError(.unauthenticated, "x", bearer: BearerChallenge(.invalidToken, scopes: ["a", "b"])), 401,
                #"Bearer resource_metadata="http://desk.example/.well-known/oauth-protected-resource/mcp", error="invalid_token", scope="a b""#
            ),
            (
                AuthError(.forbidden, "x", bearer: BearerChallenge(.insufficientScope, scopes: ["a"])), 403,
                #"Bearer resource_metadata="http://desk.example/.well-known/oauth-protected-resource/mcp", error="insufficient_scope", scope="a""#
            ),
            (
                AuthError(.unauthenticated, "x", challenge: #"Bearer error="invalid_token""#), 401,
                #"Bearer resource_metadata="http://desk.example/.well-known/oauth-protected-resource/mcp", error="invalid_token""#
            ),
            (AuthError(.unauthenticated, "x", challenge: #"Basic realm="x""#), 401, #"Basic realm="x""#),
            (AuthError(.forbidden, "x"), 403, nil), (AuthError(.unavailable, "x"), 503, nil),
        ] as [(AuthError, Int, String?)])
    func challenges(_ error: AuthError, _ status: Int, _ challenge: String?) {
        let answer = ask(Self.handler(auth: NobodyAuth(error: error)), "POST", "/mcp")
        #expect(answer.status == status)
        #expect(answer["www-authenticate"] == challenge)
        #expect((answer["retry-after"] != nil) == (status == 503))
    }

    /// Whoever else it may be that shows it: an address ends up in logs.
    @Test func aTokenInTheAddressIsRefused() {
        let handler = Self.handler(auth: FixedPrincipalAuth())
        for path in ["/mcp?access_token=x", "/sse?a=b&access_token=x", "/rpc?access_token="] {
            let answer = ask(handler, path.hasPrefix("/sse") ? "GET" : "POST", path, [("Authorization", "Bearer x")])
            #expect(answer.status == 400)
            #expect(answer["www-authenticate"]?.contains(#"error="invalid_request""#) == true)
        }
    }

    /// Nor is one looked for in a body, whatever its type says (RFC 6750, section 2.2, which the MCP specification does not have).
    @Test(arguments: ["/mcp", "/message", "/rpc", "/mcp/sse/message"]) func aTokenInTheBodyIsNone(_ path: String) {
        let handler = Self.handler(auth: APIKeyAuthProvider([("the-good-token", Principal(id: "x"))]))
        let member = #""access_token":"the-good-token""#
        let list = #"{"jsonrpc":"2.0","id":1,"method":"tools/list",\#(member),"params":{\#(member)}}"#
        for (type, body) in [("application/x-www-form-urlencoded", "access_token=the-good-token"), ("application/json", list)] {
            #expect(ask(handler, "POST", path, [("Content-Type", type)], body).status == 401)
        }
        let known = ask(handler, "POST", path, [("Content-Type", "application/json"), ("Authorization", "Bearer the-good-token")], list)
        #expect(known.status != 401)
    }

    @Test func whatClientsMayCallUs() {
        var configuration = HTTPConfiguration()
        #expect(configuration.resourceIdentifiers.isEmpty)
        configuration.publicURL = "https://desk.example/tools"
        #expect(
            configuration.resourceIdentifiers.prefix(3) == [
                "https://desk.example/tools", "https://desk.example/tools/mcp", "https://desk.example/tools/sse",
            ])
    }

    private struct NobodyAuth: ImmediateAuthProvider {
        var error = AuthError(.unauthenticated, "Nobody", bearer: BearerChallenge())
        func identify(_ request: AuthRequest) throws(AuthError) -> Principal { throw error }
    }

    // MARK: - Requests

    private struct Answer {
        let head: HTTPResponseHead?
        let body: [UInt8]
        var status: Int? { head?.status }
        var json: JSON? { try? JSON(parsing: body) }
        subscript(name: String) -> String? { head?.headers[name] }
    }

    private func ask(
        _ handler: MCPHTTPHandler, _ method: String, _ target: String, _ headers: [(String, String)] = [], _ body: String = ""
    ) -> Answer {
        let hasHost = headers.contains { $0.0 == "Host" }
        let fields = (hasHost ? headers : [("Host", "desk.example")] + headers).map { (name: $0.0, value: $0.1) }
        let responder = Responder()
        _ = handler.serve(HTTPRequest(method: method, target: target, headers: HTTPHeaders(fields), body: Array(body.utf8)), responder)
        return responder.answer.withLock { Answer(head: $0.0, body: $0.1) }
    }

    private final class Responder: HTTPResponder {
        let answer = Mutex<(HTTPResponseHead?, [UInt8])>((nil, []))
        func respond(_ head: HTTPResponseHead, _ body: [UInt8]) { answer.withLock { $0 = (head, body) } }
        func begin(_ head: HTTPResponseHead) { answer.withLock { $0.0 = head } }
        func write(_ bytes: [UInt8]) -> Int? { 0 }
        func drained() async {}
        func end() {}
    }
}
