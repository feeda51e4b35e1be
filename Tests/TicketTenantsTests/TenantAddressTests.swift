import MCPCore
import MCPTesting
import MCPTransportHTTP
import Testing

@testable import TicketTenants

/// What clients with access tokens are told of a tenant's address, and what a token that was asked for there is good for.
@Suite(.timeLimit(.minutes(1))) struct TenantAddressTests {
    /// Keeps one response.
    private final class Answer: HTTPResponder {
        private let state = Observed((head: HTTPResponseHead?.none, body: [UInt8]()))

        var status: Int? { state.state.head?.status }
        var json: JSON? { try? JSON(parsing: state.state.body) }
        func header(_ name: String) -> String? { state.state.head?.headers[name] }
        func respond(_ head: HTTPResponseHead, _ body: [UInt8]) { state.change { $0 = (head, body) } }
        func begin(_ head: HTTPResponseHead) { state.change { $0.head = head } }
        func write(_ bytes: [UInt8]) -> Int? { bytes.count }
        func drained() async {}
        func end() {}
    }

    private static func ask(_ publicURL: String, _ method: String, _ path: String) -> Answer {
        var lobby = HTTPConfiguration(asksForIdentity: true)
        lobby.publicURL = publicURL
        lobby.resourceMetadata = ProtectedResourceMetadata(authorizationServers: ["https://login.example"], scopes: [], name: nil)
        let router = TenantRouter(keys: nil, others: Nobody(), lobby: lobby)
        let answer = Answer()
        let headers: HTTPHeaders = ["host": "localhost", "content-type": "application/json", "accept": "application/json"]
        let body = Array(#"{"jsonrpc":"2.0","id":1,"method":"ping"}"#.utf8)
        _ = router.serve(HTTPRequest(method: method, target: path, headers: headers, body: body), answer)
        return answer
    }

    @Test(arguments: [
        ("https://desk.example", "/t/acme/mcp", "https://desk.example/t/acme/mcp"),
        ("https://desk.example", "/t/acme/sse", "https://desk.example/t/acme/sse"),
        ("https://desk.example", "/t/acme", "https://desk.example/t/acme"),
        ("https://desk.example", "/mcp", "https://desk.example/mcp"),
        ("https://desk.example/tools", "/tools/t/acme/mcp", "https://desk.example/tools/t/acme/mcp"),
        ("https://desk.example/tools", "/t/acme/mcp", "https://desk.example/tools/t/acme/mcp"),
    ])
    func metadataIsThatOfTheAddress(_ url: String, _ path: String, _ resource: String) {
        let answer = Self.ask(url, "GET", "/.well-known/oauth-protected-resource" + path)
        #expect(answer.status == 200)
        #expect(answer.json?["resource"]?.string == resource)
    }

    @Test(arguments: ["/t/ACME/mcp", "/t//mcp", "/t/acme/nothing", "/t/acme/t/beta/mcp", "/tools/t/acme/mcp"])
    func whatIsNoAddressHasNoMetadata(_ path: String) {
        #expect(Self.ask("https://desk.example", "GET", "/.well-known/oauth-protected-resource" + path).status == 404)
    }

    @Test(arguments: [
        ("https://desk.example", "https://desk.example/.well-known/oauth-protected-resource/t/acme/mcp"),
        ("https://desk.example/tools", "https://desk.example/.well-known/oauth-protected-resource/tools/t/acme/mcp"),
    ])
    func whoHasNoTokenIsToldWhereTheMetadataIs(_ url: String, _ metadata: String) {
        let answer = Self.ask(url, "POST", "/t/acme/mcp")
        #expect(answer.status == 401)
        #expect(answer.header("www-authenticate")?.contains("resource_metadata=\"\(metadata)\"") == true)
    }

    @Test(arguments: [
        ("https://desk.example/t/acme/mcp", "acme"), ("https://desk.example/t/acme", "acme"), ("https://desk.example/t/acme/", "acme"),
        ("https://desk.example/mcp", nil), ("https://desk.example/t/acme/other", nil), ("https://desk.example/t/ACME/mcp", nil),
        ("https://desk.example.evil.example/t/acme/mcp", nil), ("https://evil.example/t/acme/mcp", nil),
        ("https://desk.example/t//mcp", nil),
        ("https://desk.example/t/acme/mcp?x", nil), ("https://desk.exampl", nil), ("", nil),
    ])
    func addressesOfTenantsAreKnownByTheirForm(_ resource: String, _ tenant: String?) {
        #expect(TenantResources(under: "https://desk.example", endpoints: ["", "/mcp", "/sse"]).tenant(of: resource) == tenant)
    }

    /// Says of `org resource` what a verified token would say.
    private struct Tokens: ImmediateAuthProvider {
        func identify(_ request: AuthRequest) throws(AuthError) -> Principal {
            let words =
                request.headers.first { $0.name.lowercased() == "authorization" }?.value.split(separator: " ").map(String.init) ?? []
            guard words.count == 2 else { throw AuthError(.unauthenticated, "Send a token", challenge: "Bearer") }
            let said = words[1].split(separator: ".").map(String.init)
            var attributes = ["org": said[0]]
            if said.count == 2 { attributes[TenantResources.attribute] = said[1] }
            return Principal(id: "https://login.example#taro", scopes: ["tickets:read"], attributes: attributes)
        }
    }

    @Test func aTokenIsGoodAtTheAddressItWasAskedFor() async throws {
        let acme = "    identity: {issuer: https://login.example, claim: {name: org, value: acme}}"
        let beta = "    identity: {issuer: https://login.example, claim: {name: org, value: beta}}"
        try await TwoTenants.run(acme: acme, beta: beta, others: Tokens()) { tenants, url async throws in
            for token in ["acme", "acme.acme"] {
                for path in ["/mcp", "/t/acme/mcp"] {
                    #expect(try await LiveClient(url, key: token).call("get_ticket_list", path: path).status == 200)
                }
                #expect(try await LiveClient(url, key: token).call("get_ticket_list", path: "/t/beta/mcp").status == 404)
            }
            // One of acme's, with a token for beta's address.
            #expect(try await LiveClient(url, key: "acme.beta").call("get_ticket_list").status == 403)
            for path in ["/t/acme/mcp", "/t/beta/mcp"] {
                #expect(try await LiveClient(url, key: "acme.beta").call("get_ticket_list", path: path).status == 404)
            }
            #expect(tenants.betaDesk.requests.isEmpty)
        }
    }
}
