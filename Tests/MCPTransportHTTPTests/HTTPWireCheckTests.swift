import MCPCore
import MCPTesting
import MCPTransportHTTP
import Synchronization
import Testing

/// What comes over HTTP is found wherever it comes: as JSON, in streams however they are cut, on streams of other requests.
@Suite struct HTTPWireCheckTests {
    private final class Found: Sendable {
        private let violations = Mutex<[String]>([])
        var all: [String] { violations.withLock { $0 } }
        func add(_ violation: WireViolation) { violations.withLock { $0.append(violation.description) } }
    }

    private static let json = [(name: "Content-Type", value: "application/json")]
    private static let stream = [(name: "content-type", value: "text/event-stream; charset=utf-8")]
    private static let list = Array(#"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"#.utf8)
    private static let wrong = #"{"jsonrpc":"2.0","id":1,"result":{"tools":[{}]}}"#
    private static let right = #"{"jsonrpc":"2.0","id":1,"result":{"tools":[]}}"#

    private let found = Found()
    private let check: HTTPWireCheck

    init() {
        let found = found
        check = .recording { found.add($0) }
    }

    private func answer(_ exchange: HTTPWireExchange, _ headers: [(name: String, value: String)], _ body: String, status: Int = 200) {
        exchange.responds(status, headers: headers)
        exchange.sends(Array(body.utf8))
        exchange.ends()
    }

    @Test(
        arguments: [(200, wrong, 1), (200, right, 0), (200, #"{"tools":[]}"#, 1), (400, #"{"error":"no session"}"#, 0)]
            + [
                (400, #"{"jsonrpc":"2.0","id":1,"error":{"code":-32600}}"#, 1),
                (404, #"{"jsonrpc":"2.0","id":1,"error":{"code":1,"message":""}}"#, 0),
            ])
    func jsonBodies(_ status: Int, _ body: String, _ count: Int) {
        answer(check.exchange("POST", "/rpc", headers: [], body: Self.list), Self.json, body, status: status)
        #expect(found.all.count == count, "\(found.all)")
    }

    @Test func answersToGetAreNoMessages() {
        answer(check.exchange("GET", "/health", headers: []), Self.json, #"{"status":"ok"}"#)
        #expect(found.all.isEmpty)
    }

    @Test func streamsCutAnywhere() {
        let text =
            ": hello\r\n\r\nid: 1-0\ndata: \n\nevent: message\nid: 1-1\ndata: {\"jsonrpc\":\"2.0\",\ndata: \"id\":1,\"result\":{\"tools\":[{}]}}\n\n"
        let bytes = Array(text.utf8)
        for cut in 0...bytes.count {
            let exchange = check.exchange("POST", "/mcp", headers: [], body: Self.list)
            exchange.responds(200, headers: Self.stream)
            exchange.sends(Array(bytes[..<cut]))
            exchange.sends(Array(bytes[cut...]))
            #expect(found.all.count == cut + 1, "cut at \(cut)")
        }
    }

    /// What is no message must not come in an event that nobody knows.
    @Test func unknownEventsAreMessages() {
        let exchange = check.exchange("GET", "/mcp", headers: [])
        answer(exchange, Self.stream, "event: ping\ndata: 1\n\nevent: surprise\ndata: {}\n\n")
        #expect(found.all.count == 1)
    }

    @Test func sessionsAndTheirStreamsAreOneConversation() throws {
        let open = Array(HTTPClient.initialize(.v2025_06_18).utf8)
        let result = #"{"protocolVersion":"2025-06-18","capabilities":{},"serverInfo":{"name":"s","version":"1"}}"#
        answer(
            check.exchange("POST", "/mcp", headers: [], body: open), Self.json + [("Mcp-Session-Id", "s")],
            #"{"jsonrpc":"2.0","id":"open","result":\#(result)}"#)
        let session = [(name: "mcp-session-id", value: "s")]
        _ = check.exchange("POST", "/mcp", headers: session, body: Self.list)
        let event = "id: 1-1\ndata: \(Self.wrong)\n\n"
        answer(check.exchange("GET", "/mcp", headers: session), Self.stream, event)
        #expect(found.all.count == 1 && found.all[0].hasPrefix("Not 2025-06-18:") && found.all[0].contains("inputSchema is missing"))
        // Sent again it is the same message; another one under its number is not.
        answer(check.exchange("GET", "/mcp", headers: session), Self.stream, event)
        #expect(found.all.count == 1)
        answer(check.exchange("GET", "/mcp", headers: session), Self.stream, event.replacing("{}", with: "7"))
        #expect(found.all.count == 2)
    }

    @Test(arguments: [
        ("event: endpoint\ndata: /message?sessionId=a\n\n", "/message?sessionId=a", "", "message"),
        ("event: connected\ndata: {\"connection_id\":\"b\"}\n\n", "/mcp/sse/message?connection_id=b", "", "mcp_response"),
        ("event: connected\ndata: {\"connection_id\":\"c\"}\n\n", "/mcp/sse/message", #""connection_id":"c","#, "mcp_response"),
    ]) func postedStreamsAreOneConversation(_ opening: String, _ target: String, _ member: String, _ name: String) {
        let stream = check.exchange("GET", "/sse", headers: [])
        stream.responds(200, headers: Self.stream)
        stream.sends(Array(opening.utf8))
        let request = #"{\#(member)"jsonrpc":"2.0","id":1,"method":"tools/list"}"#
        answer(
            check.exchange("POST", target, headers: [], body: Array(request.utf8)), [("content-type", "text/plain")], "Accepted",
            status: 202)
        stream.sends(Array("event: \(name)\ndata: \(Self.right)\n\n".utf8))
        #expect(found.all.isEmpty, "\(found.all)")
        stream.sends(Array("event: \(name)\ndata: \(Self.right)\n\n".utf8))
        #expect(found.all.count == 1, "it is answered already")
    }

    /// A handler that says something wrong makes the test fail that talks to it, without anything in the test.
    @Test func theClientOfTheseTestsIsChecked() async throws {
        struct Liar: HTTPHandler {
            func serve(_ request: HTTPRequest, _ responder: any HTTPResponder) -> (any HTTPExchange)? {
                responder.respond(HTTPResponseHead(200, ["content-type": "application/json"]), Array(HTTPWireCheckTests.wrong.utf8))
                return nil
            }

            func shutdown(within time: Duration) async {}
        }
        withKnownIssue {
            #expect(HTTPClient(handler: Liar()).begin(String(decoding: Self.list, as: UTF8.self)).status == 200)
        } matching: { issue in
            issue.comments.contains { $0.rawValue.contains("/result/tools/0 inputSchema is missing") }
        }
    }
}
