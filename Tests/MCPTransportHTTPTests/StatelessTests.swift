import MCPCore
import MCPTesting
import MCPTransportHTTP
import Testing

@Suite(.timeLimit(.minutes(1))) struct StatelessTests {
    private let gate = Gate()

    @Test func aCallWithoutASession() async throws {
        let client = HTTPClient(handler: Fixture.handler()).modern("tools/call", name: "echo")
        let response = try await client.post(HTTPClient.call(1, "echo", #"{"text":"x"}"#, meta: HTTPClient.modernMeta))
        #expect(response.status == 200)
        #expect(response.header("mcp-session-id") == nil)
        #expect(response.json?["result"]?["resultType"] == "complete")
    }

    @Test func discover() async throws {
        let client = HTTPClient(handler: Fixture.handler()).modern("server/discover")
        let body = #"{"jsonrpc":"2.0","id":1,"method":"server/discover","params":{"_meta":\#(HTTPClient.modernMeta)}}"#
        #expect(try await client.post(body).json?["result"]?["supportedVersions"]?[0] == "2026-07-28")
    }

    @Test(arguments: [
        [("Mcp-Method", "")], [("Mcp-Method", "tools/list")], [("Mcp-Name", "")], [("Mcp-Name", "other")],
        [("MCP-Protocol-Version", "")], [("MCP-Protocol-Version", "2025-11-25")], [("Mcp-Name", "=?base64?####?=")],
    ])
    func headersMustAgreeWithTheBody(_ change: [(String, String)]) async throws {
        let client = HTTPClient(handler: Fixture.handler()).modern("tools/call", name: "echo").with(change)
        let response = try await client.post(HTTPClient.call(5, "echo", #"{"text":"x"}"#, meta: HTTPClient.modernMeta))
        #expect(response.status == 400)
        #expect(response.json?["error"]?["code"] == -32020)
        #expect(response.json?["id"] == 5)
    }

    @Test func namesMayBeEncoded() async throws {
        let client = HTTPClient(handler: Fixture.handler()).modern("tools/call", name: "=?base64?ZWNobw==?=")
        #expect(try await client.post(HTTPClient.call(5, "echo", #"{"text":"x"}"#, meta: HTTPClient.modernMeta)).status == 200)
    }

    @Test(
        arguments: [
            (#"{"where":"eu"}"#, [("Mcp-Param-Region", "eu")], 200), (#"{"where":"eu"}"#, [], 400),
            (#"{"where":"eu"}"#, [("Mcp-Param-Region", "EU")], 400), (#"{"where":"東"}"#, [("mcp-param-region", "=?base64?5p2x?=")], 200),
            (#"{"where":"eu","size":5}"#, [("Mcp-Param-Region", "eu"), ("Mcp-Param-Size", "5.0")], 200),
            (#"{"where":"eu","size":5}"#, [("Mcp-Param-Region", "eu"), ("Mcp-Param-Size", "6")], 400),
            (#"{"where":"eu","size":null}"#, [("Mcp-Param-Region", "eu")], 200),
            (#"{"where":"eu"}"#, [("Mcp-Param-Region", "eu"), ("Mcp-Param-Size", "6")], 400),
        ] as [(String, [(String, String)], Int)])
    func parametersAreChecked(_ arguments: String, _ extra: [(String, String)], _ status: Int) async throws {
        let client = HTTPClient(handler: Fixture.handler()).modern("tools/call", name: "region").with(extra)
        #expect(try await client.post(HTTPClient.call(1, "region", arguments, meta: HTTPClient.modernMeta)).status == status)
    }

    @Test func errorsHaveTheirStatuses() async throws {
        let client = HTTPClient(handler: Fixture.handler())
        let unknown = try await client.modern("nope").post(
            #"{"jsonrpc":"2.0","id":1,"method":"nope","params":{"_meta":\#(HTTPClient.modernMeta)}}"#)
        #expect(unknown.status == 404 && unknown.json?["error"]?["code"] == -32601)
        let future = HTTPClient.modernMeta.replacing("2026-07-28", with: "2099-01-01")
        let unsupported = try await client.modern("tools/list").with([("MCP-Protocol-Version", "2099-01-01")]).post(
            #"{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":\#(future)}}"#)
        #expect(unsupported.status == 400 && unsupported.json?["error"]?["code"] == -32022)
    }

    @Test func progressComesOnThePostsOwnStream() async throws {
        let client = HTTPClient(handler: Fixture.handler(gate: gate)).modern("tools/call", name: "steps")
        let response = try await client.post(HTTPClient.call(1, "steps", meta: HTTPClient.modernMeta))
        #expect(response.responder.events.count == 1)
        gate.open()
        try await response.responder.wait { $0.isEnded }
        #expect(response.responder.events.count == 3)
        #expect(response.responder.events.allSatisfy { $0.id == nil })
    }

    @Test func disconnectCancels() async throws {
        let client = HTTPClient(handler: Fixture.handler(gate: gate)).modern("tools/call", name: "steps")
        let response = try await client.post(HTTPClient.call(1, "steps", meta: HTTPClient.modernMeta))
        response.disconnect()
        try await gate.cancellations()
    }

    @Test func bothErasShareOnePath() async throws {
        let client = HTTPClient(handler: Fixture.handler())
        let session = try await client.opened(.v2025_06_18)
        #expect(
            try await client.modern("tools/call", name: "echo").post(
                HTTPClient.call(1, "echo", #"{"text":"a"}"#, meta: HTTPClient.modernMeta)
            ).status == 200)
        #expect(try await session.post(HTTPClient.call(1, "echo", #"{"text":"a"}"#)).status == 200)
    }
}
