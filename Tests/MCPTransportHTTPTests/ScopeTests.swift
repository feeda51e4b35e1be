import MCPCore
import MCPTesting
import MCPTransportHTTP
import Testing

/// A caller whose token lacks a scope (MCP specification, authorization, scope challenge handling; RFC 6750, section 3.1).
@Suite(.timeLimit(.minutes(1))) struct ScopeTests {
    /// The tools were called, whoever was refused.
    private let gate = Gate()

    private func handler(metadata: Bool = true) -> MCPHTTPHandler {
        let tools = ToolBox([
            RegisteredTool("look", "Reads.", annotations: ToolAnnotations(readOnly: true)) { _ in "looked" },
            RegisteredTool("change", "Writes.", annotations: ToolAnnotations(readOnly: false)) { [gate] _ in
                try await gate.pass()
                return "changed"
            },
        ])
        let server = MCPServer(
            Implementation(name: "scopes", version: "1"), tools: tools,
            middleware: [ToolGuard(ScopePolicy(read: ["t:read"], write: ["t:write", "t:change"]))])
        let keys = APIKeyAuthProvider([
            ("key-of-a-reader", Principal(id: "reader", scopes: ["t:read"])),
            ("key-of-a-writer", Principal(id: "writer", scopes: ["t:read", "t:write", "t:change"])),
        ])
        var configuration = HTTPConfiguration(auth: keys, asksForIdentity: true)
        configuration.limits.patience = Fixture.configuration.limits.patience
        if metadata {
            configuration.resourceMetadata = ProtectedResourceMetadata(
                authorizationServers: ["https://login.example"], scopes: ["t:read"], name: "Scopes")
        }
        return MCPHTTPHandler(server, configuration: configuration)
    }

    private static func challenge(_ path: String = "/mcp", metadata: Bool = true) -> String {
        let address = metadata ? #"resource_metadata="http://localhost:8080/.well-known/oauth-protected-resource\#(path)", "# : ""
        return "Bearer " + address + #"error="insufficient_scope", "#
            + #"error_description="change needs the scope t:change t:write, which was not granted to this caller", "#
            + #"scope="t:change t:write""#
    }

    private func client(_ handler: MCPHTTPHandler, _ key: String) -> HTTPClient {
        HTTPClient(handler: handler).with([("Authorization", "Bearer \(key)")])
    }

    private func expectRefusal(_ response: HTTPClient.Response, _ challenge: String = Self.challenge()) {
        #expect(response.status == 403)
        #expect(response.header("www-authenticate") == challenge)
        #expect(response.header("content-type") == "application/json")
        #expect(response.json?["error"]?["code"] == -32003)
        #expect(response.json?["error"]?["data"]?["required_scopes"] == ["t:change", "t:write"])
        #expect(response.json?["id"] == 7)
        #expect(gate.heldCount == 0, "the tool was called")
    }

    @Test(
        arguments: ProtocolRevision.all.filter { $0.era == .legacy },
        ["application/json, text/event-stream", "text/event-stream, application/json"])
    func inASession(_ revision: ProtocolRevision, _ accept: String) async throws {
        let handler = handler()
        let reader = try await client(handler, "key-of-a-reader").opened(revision).with([("Accept", accept)])
        expectRefusal(try await reader.post(HTTPClient.call(7, "change")))
        let allowed = try await reader.with([("Accept", "application/json, text/event-stream")]).post(HTTPClient.call(8, "look"))
        #expect(allowed.status == 200 && allowed.header("www-authenticate") == nil)
        #expect(try await reader.names(HTTPClient.list) == ["look"])
        #expect(try await client(handler, "key-of-a-writer").opened(revision).names(HTTPClient.list) == ["look", "change"])
    }

    @Test(arguments: ["application/json, text/event-stream", "text/event-stream, application/json", "application/json"])
    func withoutASession(_ accept: String) async throws {
        let handler = handler()
        let reader = client(handler, "key-of-a-reader").with([("Accept", accept)])
        let call = HTTPClient.call(7, "change", meta: HTTPClient.modernMeta)
        expectRefusal(try await reader.modern("tools/call", name: "change").post(call))
        let look = HTTPClient.call(8, "look", meta: HTTPClient.modernMeta)
        #expect(try await reader.modern("tools/call", name: "look").post(look).status == 200)
        let list = #"{"jsonrpc":"2.0","id":9,"method":"tools/list","params":{"_meta":\#(HTTPClient.modernMeta)}}"#
        let listing = HTTPClient(handler: handler).with([("Authorization", "Bearer key-of-a-reader")]).modern("tools/list")
        #expect(try await listing.names(list) == ["look"])
        #expect(try await listing.with([("Authorization", "Bearer key-of-a-writer")]).names(list) == ["look", "change"])
    }

    /// What a client is pointed to describes the endpoint that it called.
    @Test func byPlainRequests() async throws {
        let handler = handler()
        let reader = client(handler, "key-of-a-reader")
        expectRefusal(try await reader.post(HTTPClient.call(7, "change"), to: "/rpc"), Self.challenge("/rpc"))
        expectRefusal(try await reader.with([("Accept", "application/json")]).post(HTTPClient.call(7, "change")))
        #expect(try await reader.names(HTTPClient.list, to: "/rpc") == ["look"])
    }

    @Test func withoutMetadataTheScopesAreNamedAllTheSame() async throws {
        let reader = client(handler(metadata: false), "key-of-a-reader")
        expectRefusal(try await reader.post(HTTPClient.call(7, "change"), to: "/rpc"), Self.challenge(metadata: false))
    }

    /// The answer to a posted message has no status of its own: the refusal comes as an event, and says the same.
    @Test(arguments: [("/sse", "message"), ("/mcp/sse", "mcp_response")])
    func onAPostedStream(_ path: String, _ name: String) async throws {
        let reader = client(handler(), "key-of-a-reader")
        let stream = reader.get(path)
        let opening = try #require(stream.responder.events.first).data
        let id = try JSON(parsing: opening.hasPrefix("{") ? opening : "null")["connection_id"]?.string
        let address = id.map { "/mcp/sse/message?connection_id=\($0)" } ?? opening
        #expect(try await reader.post(HTTPClient.call(7, "change"), to: address).status == 202)
        try await stream.responder.wait { $0.events.contains { $0.name == name } }
        let refusal = try JSON(parsing: try #require(stream.responder.events.last).data)
        #expect(refusal["error"]?["code"] == -32003 && refusal["id"] == 7)
        #expect(refusal["error"]?["data"]?["required_scopes"] == ["t:change", "t:write"])
        #expect(gate.heldCount == 0)
    }
}

extension HTTPClient {
    fileprivate static let list = #"{"jsonrpc":"2.0","id":9,"method":"tools/list"}"#

    /// Names of the tools that are listed.
    fileprivate func names(_ list: String, to target: String = "/mcp") async throws -> [String] {
        let response = try await post(list, to: target)
        // Who asks for streams first gets one for every result.
        let json = response.json ?? response.responder.events.last.flatMap { try? JSON(parsing: $0.data) }
        return (json?["result"]?["tools"]?.array ?? []).compactMap { $0["name"]?.string }
    }
}
