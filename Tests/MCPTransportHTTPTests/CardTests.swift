import MCPCore
import MCPTesting
import MCPTransportHTTP
import Testing

/// What directories of servers read: the card and the catalog (SEP-2127).
@Suite struct CardTests {
    private static let card = ServerCard(name: "com.example/tickets", title: "Desk", description: "Tickets.")

    private func client(_ change: (inout HTTPConfiguration) -> Void = { _ in }) -> HTTPClient {
        var configuration = Fixture.configuration
        configuration.card = Self.card
        change(&configuration)
        return HTTPClient(handler: Fixture.handler(configuration: configuration))
    }

    @Test func theCatalogNamesTheCardAndTheCardNamesTheEndpoints() throws {
        let client = client()
        let catalog = client.get("/.well-known/mcp/catalog.json")
        #expect(catalog.status == 200 && catalog.header("content-type") == "application/json")
        #expect(
            catalog.json == [
                "specVersion": "draft",
                "entries": [
                    [
                        "identifier": "urn:air:example.com:tickets", "displayName": "Desk", "type": "application/mcp-server-card+json",
                        "url": "http://localhost:8080/mcp/server-card",
                    ]
                ],
            ])
        let card = client.get("/mcp/server-card")
        #expect(card.status == 200 && card.header("content-type") == "application/mcp-server-card+json")
        let remotes = card.json?["remotes"]
        #expect(card.json?["$schema"] == "https://static.modelcontextprotocol.io/schemas/v2/server-card.schema.json")
        #expect(card.json?["name"] == "com.example/tickets" && card.json?["version"] == "1.0" && card.json?["title"] == "Desk")
        #expect(remotes?[0]?["url"] == "http://localhost:8080/mcp" && remotes?[0]?["type"] == "streamable-http")
        #expect(remotes?[0]?["supportedProtocolVersions"] == .array(ProtocolRevision.all.map { .string($0.name) }))
        #expect(remotes?[1]?["url"] == "http://localhost:8080/sse" && remotes?[1]?["type"] == "sse")
        #expect(remotes?[0]?["headers"] == nil)
        // No tools, no tokens: nothing but what the schema has.
        #expect(card.json?["description"] == "Tickets." && card.json?.object?.count == 6)
    }

    /// What the card says is what the server says to who connects.
    @Test func itAgreesWithDiscovery() async throws {
        let client = client()
        let body =
            #"{"jsonrpc":"2.0","id":1,"method":"server/discover","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}}"#
        let live = try await client.with([("MCP-Protocol-Version", "2026-07-28"), ("Mcp-Method", "server/discover")]).post(body).json
        let card = client.get("/mcp/server-card").json
        let versions = try #require(live?["result"]?["supportedVersions"]?.array)
        let named = try #require(card?["remotes"]?[0]?["supportedProtocolVersions"]?.array)
        #expect(Set(versions).isSubset(of: Set(named)))
    }

    @Test(arguments: ["/mcp/server-card", "/.well-known/mcp/catalog.json"]) func pagesOfAllOriginsMayReadIt(_ path: String) {
        let page = client().with([("Origin", "https://elsewhere.example")])
        let answer = page.get(path)
        #expect(answer.status == 200 && answer.header("access-control-allow-origin") == "*")
        #expect(answer.header("access-control-allow-methods") == "GET")
        #expect(page.send("OPTIONS", path).status == 204)
        let refused = page.send("POST", path, "{}")
        #expect(refused.status == 405 && refused.header("allow") == "GET, HEAD, OPTIONS")
        // A page that rebinds a name of its own to our address does not get this far.
        #expect(client().with([("Host", "evil.example")]).get(path).status == 403)
    }

    @Test func itNeedsNoIdentityAndTellsHowToShowOne() {
        let client = client {
            $0.auth = APIKeyAuthProvider([(key: "0123456789abcdef", principal: Principal(id: "a"))])
            $0.asksForIdentity = true
        }
        let header = client.get("/mcp/server-card").json?["remotes"]?[0]?["headers"]?[0]
        #expect(header?["name"] == "Authorization" && header?["isRequired"] == true && header?["isSecret"] == true)
        #expect(header?["value"] == nil)
    }

    @Test func onlyWhatIsConfiguredIsKept() {
        let plain = client().get("/mcp/server-card")
        #expect(plain.header("cache-control") == "no-store")
        let configured = client { $0.publicURL = "https://desk.example/tools" }.get("/mcp/server-card")
        #expect(configured.header("cache-control") == "public, max-age=3600")
        #expect(configured.json?["remotes"]?[0]?["url"] == "https://desk.example/tools/mcp")
    }

    @Test func withoutACardThereIsNone() {
        let client = client { $0.card = nil }
        #expect(client.get("/mcp/server-card").status == 404 && client.get("/.well-known/mcp/catalog.json").status == 404)
    }

    @Test(arguments: ["tickets", "/tickets", "com.example/", "a/b/c", "com example/tickets", "com.example/tickets!"])
    func whatTheSchemaDoesNotAllowIsNoCard(_ name: String) {
        #expect(ServerCard(name: name, description: "Tickets.") == nil)
        #expect(ServerCard(name: "a/b", description: "") == nil)
        #expect(ServerCard(name: "a/b", description: String(repeating: "x", count: 101)) == nil)
    }
}
