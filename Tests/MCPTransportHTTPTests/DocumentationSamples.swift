import MCPCore
import MCPTransportHTTP
import Testing

// What the catalogue of MCPTransportHTTP shows, to the letter: `Scripts/check-docs.py` compares them.

@Suite struct DocumentationSamples {
    @Test func theServerAsksForAKey() async throws {
        let (server, key) = (MCPServer(Implementation(name: "desk", version: "1.0")), "0123456789abcdef")
        let keys = APIKeyAuthProvider([(key: key, principal: Principal(id: "desk"))])
        var configuration = HTTPConfiguration(auth: keys, asksForIdentity: true)
        configuration.publicURL = "https://desk.example/tools"
        let handler = MCPHTTPHandler(server, configuration: configuration)
        let client = HTTPClient(handler: handler).with([("Accept", "application/json")])
        let message = #"{"jsonrpc":"2.0","id":1,"method":"ping"}"#
        #expect(try await client.post(message, to: "/rpc").status == 401)
        #expect(try await client.with([("x-api-key", key)]).post(message, to: "/rpc").status == 200)
    }
}
