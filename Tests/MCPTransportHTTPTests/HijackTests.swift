import MCPCore
import MCPTesting
import MCPTransportHTTP
import Testing

/// What somebody can do with the ids of somebody else's sessions and streams: the same as with ids that nobody has.
@Suite(.timeLimit(.minutes(1))) struct HijackTests {
    private static let unknown = String(repeating: "0", count: 48)
    private let gate = Gate()

    private func clients() -> (alice: HTTPClient, bob: HTTPClient) {
        let keys = APIKeyAuthProvider([("key-of-alice", Principal(id: "alice")), ("key-of-bob", Principal(id: "bob"))])
        var configuration = Fixture.configuration
        configuration.auth = keys
        configuration.asksForIdentity = true
        let client = HTTPClient(handler: Fixture.handler(configuration: configuration, gate: gate))
        return (client.with([("X-API-Key", "key-of-alice")]), client.with([("X-API-Key", "key-of-bob")]))
    }

    private func expectTheSame(_ stolen: HTTPClient.Response, _ unknown: HTTPClient.Response, _ comment: Comment) {
        #expect(stolen.status == 404, comment)
        #expect(unknown.status == 404, comment)
        #expect(stolen.responder.text == unknown.responder.text, comment)
        #expect(
            stolen.responder.head?.headers.fields.map { "\($0.name): \($0.value)" }
                == unknown.responder.head?.headers.fields.map { "\($0.name): \($0.value)" }, comment)
    }

    @Test func aSessionOfAnother() async throws {
        let (alice, bob) = clients()
        let owner = try await alice.opened()
        let id = try #require(owner.headers.first { $0.0 == "Mcp-Session-Id" }?.1)
        let running = owner.begin(HTTPClient.call(7, "steps"))
        let (thief, stranger) = (bob.with([("Mcp-Session-Id", id)]), bob.with([("Mcp-Session-Id", Self.unknown)]))
        let answer = #"{"jsonrpc":"2.0","id":7,"result":{}}"#
        for body in [HTTPClient.call(1, "echo", #"{"text":"x"}"#), HTTPClient.initialize(), Self.cancel, answer] {
            expectTheSame(try await thief.post(body), try await stranger.post(body), "\(body)")
        }
        let stream = [("Accept", "text/event-stream")]
        expectTheSame(thief.with(stream).get("/mcp"), stranger.with(stream).get("/mcp"), "GET")
        let resumed = stream + [("Last-Event-ID", "0-0")]
        expectTheSame(thief.with(resumed).get("/mcp"), stranger.with(resumed).get("/mcp"), "Last-Event-ID")
        expectTheSame(thief.send("DELETE", "/mcp"), stranger.send("DELETE", "/mcp"), "DELETE")
        // Nothing of it reached the session: it is there, and its call was not cancelled.
        #expect(gate.cancelledCount == 0)
        gate.open()
        try await running.responder.wait { $0.isEnded }
        #expect(running.json?["result"]?["content"]?[0]?["text"] == "done")
    }

    private static let cancel = #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7}}"#

    @Test(arguments: ["/sse", "/mcp/sse"]) func aStreamOfAnother(_ path: String) async throws {
        let (alice, bob) = clients()
        let stream = alice.get(path)
        let opening = try #require(stream.responder.events.first).data
        let id = try #require(opening.firstMatch(of: /[0-9a-f]{40,}/)).output
        let target = path == "/sse" ? "/message?sessionId=" : "/mcp/sse/message?connection_id="
        let call = HTTPClient.call(1, "echo", #"{"text":"from bob"}"#)
        expectTheSame(try await bob.post(call, to: target + id), try await bob.post(call, to: target + Self.unknown), "\(path)")
        if path == "/mcp/sse" {
            let (stolen, unknown) = (#"{"connection_id":"\#(id)","#, #"{"connection_id":"\#(Self.unknown)","#)
            let (first, second) = (
                try await bob.post(stolen + call.dropFirst(), to: "/mcp/sse/message"),
                try await bob.post(unknown + call.dropFirst(), to: "/mcp/sse/message")
            )
            expectTheSame(first, second, "in the body")
        }
        #expect(try await alice.post(HTTPClient.call(2, "echo", #"{"text":"from alice"}"#), to: target + id).status == 202)
        try await stream.responder.wait { $0.events.count == 2 }
        #expect(stream.responder.events[1].data.contains("from alice"))
        stream.disconnect()
    }

    /// An id is the server's to make: one that a client brings along opens nothing (session fixation).
    @Test func anIdThatTheClientMadeUp() async throws {
        let (alice, bob) = clients()
        let chosen = [("Mcp-Session-Id", "chosen-by-the-attacker-0000000000000000000000000")]
        #expect(try await alice.with(chosen).post(HTTPClient.initialize()).status == 404)
        #expect(try await bob.with(chosen).post(HTTPClient.call(1, "echo", #"{"text":"x"}"#)).status == 404)
        #expect(alice.with([("Accept", "application/json")]).get("/health").json?["sessions"] == 0)
    }

    /// Where there are no sessions an id is nothing, whoever has it.
    @Test func theStatelessRevisionKnowsNoSessions() async throws {
        let (alice, bob) = clients()
        let owner = try await alice.opened()
        let id = try #require(owner.headers.first { $0.0 == "Mcp-Session-Id" }?.1)
        let call = HTTPClient.call(1, "echo", #"{"text":"x"}"#, meta: HTTPClient.modernMeta)
        let response = try await bob.with([("Mcp-Session-Id", id)]).modern("tools/call", name: "echo").post(call)
        #expect(response.status == 200 && response.header("mcp-session-id") == nil)
        #expect(owner.send("DELETE", "/mcp").status == 204)
    }

    /// Sixty-four callers use one id at the same time, over everything that carries messages: each gets its own answer.
    @Test func idsNeverMeet() async throws {
        let gate = gate
        let mine = RegisteredTool("mine", "Waits.", input: Schema<String>.object(required("text", "", .string)) { $0 }) { text, _ in
            try await gate.pass()
            return text
        }
        let server = MCPServer(Implementation(name: "ids", version: "1"), tools: ToolBox([mine]))
        let client = HTTPClient(handler: MCPHTTPHandler(server, configuration: Fixture.configuration))
        var waiting: [(name: String, response: HTTPClient.Response)] = []
        for number in 0..<16 {
            func call(_ way: String, meta: String = "{}") -> (String, String) {
                let name = "\(way) \(number)"
                return (name, HTTPClient.call(1, "mine", #"{"text":"\#(name)"}"#, meta: meta))
            }
            let (session, inSession) = call("session")
            waiting.append((session, try await client.opened().begin(inSession)))
            let (alone, stateless) = call("stateless", meta: HTTPClient.modernMeta)
            waiting.append((alone, client.modern("tools/call", name: "mine").begin(stateless)))
            for (path, target) in [("/sse", "/message?sessionId="), ("/mcp/sse", "/mcp/sse/message?connection_id=")] {
                let stream = client.get(path)
                let id = try #require(stream.responder.events.first?.data.firstMatch(of: /[0-9a-f]{40,}/)).output
                let (name, body) = call(path)
                #expect(try await client.post(body, to: target + id).status == 202)
                waiting.append((name, stream))
            }
        }
        try await gate.arrivals(of: 64)
        gate.open()
        for (name, response) in waiting {
            try await response.responder.wait { $0.text.contains("content") }
            let answers = response.json.map { [$0] } ?? response.messages.filter { $0["id"] != nil }
            #expect(answers.count == 1)
            #expect(answers.first?["id"] == 1 && answers.first?["result"]?["content"]?[0]?["text"] == .string(name))
            response.disconnect()
        }
    }
}
