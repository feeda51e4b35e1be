import MCPCore
import MCPTesting
import MCPTransportHTTP
import Testing

/// Questions to the client, and answers that come later.
@Suite(.timeLimit(.minutes(1))) struct QuestionTests {
    private static let asking =
        #"{"jsonrpc":"2.0","id":"open","method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{"elicitation":{}},"clientInfo":{"name":"t","version":"1"}}}"#

    private func opened(_ fixture: ChangingFixture) async throws -> HTTPClient {
        let response = try await fixture.client.post(Self.asking)
        let id = try #require(response.header("mcp-session-id"))
        return fixture.client.with([("Mcp-Session-Id", id), ("MCP-Protocol-Version", "2025-11-25")])
    }

    /// The question goes on the stream of the request that caused it, and so does the reply.
    @Test func aQuestionInASession() async throws {
        let client = try await opened(ChangingFixture())
        let call = client.begin(HTTPClient.call(3, "ask"))
        let question = try #require(try await call.messages(1).first)
        #expect(question["method"] == "elicitation/create")
        let id = try #require(question["id"]).text
        let answer = try await client.post(#"{"jsonrpc":"2.0","id":\#(id),"result":{"action":"accept","content":{"name":"Ada"}}}"#)
        #expect(answer.status == 202)
        try await call.responder.wait { $0.isEnded }
        #expect(call.messages.last?["result"]?["content"]?[0]?["text"] == "hello Ada")
    }

    /// Only who was asked can answer: the same id from another session reaches nobody.
    @Test func aStrangersAnswerIsDropped() async throws {
        let fixture = ChangingFixture()
        let (client, stranger) = (try await opened(fixture), try await opened(fixture))
        let call = client.begin(HTTPClient.call(3, "ask"))
        let id = try #require(try await call.messages(1).first?["id"]).text
        let forged = #"{"jsonrpc":"2.0","id":\#(id),"result":{"action":"accept","content":{"name":"Mallory"}}}"#
        #expect(try await stranger.post(forged).status == 202)
        _ = try await client.post(#"{"jsonrpc":"2.0","id":\#(id),"result":{"action":"decline"}}"#)
        try await call.responder.wait { $0.isEnded }
        #expect(call.messages.last?["result"]?["content"]?[0]?["text"] == "hello nobody")
    }

    @Test func aQuestionWithoutASession() async throws {
        let fixture = ChangingFixture()
        let meta =
            #"{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{"elicitation":{}}}"#
        let client = fixture.client.modern("tools/call", name: "ask")
        let asked = try #require(try await client.post(HTTPClient.call(1, "ask", meta: meta)).json?["result"])
        #expect(asked["resultType"] == "input_required")
        #expect(asked["inputRequests"]?["name"]?["method"] == "elicitation/create")
        let state = try #require(asked["requestState"]).text
        let retry =
            #"{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"ask","arguments":{},"_meta":\#(meta),"requestState":\#(state),"inputResponses":{"name":{"action":"accept","content":{"name":"Ada"}}}}}"#
        #expect(try await client.post(retry).json?["result"]?["content"]?[0]?["text"] == "hello Ada")
    }

    @Test func anAnswerIsFetchedLater() async throws {
        let gate = Gate()
        let client = try await opened(ChangingFixture(gate: gate))
        let call = client.begin(HTTPClient.call(5, "later"))
        try await call.responder.wait { $0.isEnded }
        #expect(call.responder.text.contains("retry: 250"))
        let primer = try #require(call.responder.events.first)
        #expect(primer.data.isEmpty)
        gate.open()
        let id = try #require(primer.id)
        let rest = client.with([("Accept", "text/event-stream"), ("Last-Event-ID", id)]).get("/mcp")
        #expect(try await rest.messages(1).last?["result"]?["content"]?[0]?["text"] == "late")
        rest.disconnect()
    }

    /// A client that names streams first gets one, but an error keeps its status.
    @Test func theOrderOfAcceptCounts() async throws {
        let client = try await opened(ChangingFixture()).with([("Accept", "text/event-stream, application/json")])
        let list = try await client.post(#"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"#)
        #expect(list.header("content-type")?.hasPrefix("text/event-stream") == true)
        #expect(try await list.messages(1).last?["result"]?["tools"]?.array?.count == 3)
        let modern = client.with([("Mcp-Session-Id", "")]).modern("nothing/such")
        let unknown = #"{"jsonrpc":"2.0","id":2,"method":"nothing/such","params":{"_meta":\#(HTTPClient.modernMeta)}}"#
        #expect(try await modern.post(unknown).status == 404)
    }

    /// Whatever a handler does, its caller has an answer when the server has gone.
    @Test func aStuckCallIsAnsweredAtTheEnd() async throws {
        let gate = Gate()
        let fixture = ChangingFixture(gate: gate)
        let call = fixture.client.modern("tools/call", name: "stuck").begin(HTTPClient.call(9, "stuck", meta: HTTPClient.modernMeta))
        await fixture.handler.shutdown(within: .milliseconds(10))
        try await call.responder.wait { $0.head != nil }
        #expect(call.json?["error"]?["code"] == -32603)
        #expect(call.json?["id"] == 9)
        gate.open()
    }
}
