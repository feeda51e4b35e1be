import MCPCore
import MCPTesting
import Synchronization
import Testing

/// What is recognised as a violation, and what is not. Without it, that all other tests pass would say nothing of the wire.
@Suite struct WireCheckTests {
    /// What the client and the server say, in this order, and what is found.
    struct Exchange: Sendable, CustomTestStringConvertible {
        let revision: ProtocolRevision
        let request: String
        let answers: [String]
        let expected: String

        init(_ revision: ProtocolRevision, _ request: String, _ answers: String..., expecting expected: String = "") {
            self.revision = revision
            self.request = request
            self.answers = answers
            self.expected = expected
        }

        var testDescription: String { "\(revision): \(request.prefix(80)) → \(answers.joined().prefix(200))" }
    }

    static func violations(_ exchange: Exchange) -> [WireViolation] {
        let found = Mutex<[WireViolation]>([])
        let wire = WireCheck(WireCheck.schemas, assuming: exchange.revision.era == .legacy ? exchange.revision : nil) { violation in
            found.withLock { $0.append(violation) }
        }
        if !exchange.request.isEmpty { wire.clientSends(Array(exchange.request.utf8)) }
        for answer in exchange.answers { wire.serverSends(Array(answer.utf8)) }
        return found.withLock { $0 }
    }

    @Test(arguments: WireCheckTests.wrong) func violationsAreFound(_ exchange: Exchange) throws {
        let violations = Self.violations(exchange)
        let violation = try #require(violations.first)
        #expect(violations.count == 1)
        #expect(violation.description.contains(exchange.expected), "\(violation)")
        #expect(exchange.answers.contains { violation.message.contains($0) || $0.contains(violation.message) })
    }

    @Test(arguments: WireCheckTests.right) func whatIsRightIsNoViolation(_ exchange: Exchange) {
        #expect(Self.violations(exchange).map(\.description) == [])
    }

    /// The schema of the revision that was negotiated counts, whatever the client has asked for.
    @Test func theRevisionIsTheNegotiatedOne() {
        let found = Mutex<[ProtocolRevision]>([])
        let wire = WireCheck(WireCheck.schemas) { violation in found.withLock { $0.append(violation.revision) } }
        for revision in ProtocolRevision.all where revision.era == .legacy {
            wire.clientSends(lines: #"{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2099-01-01"}}"#)
            wire.serverSends(
                lines:
                    #"{"jsonrpc":"2.0","id":0,"result":{"protocolVersion":"\#(revision)","capabilities":{},"serverInfo":{"name":"s","version":"1"}}}"#
            )
            wire.clientSends(lines: #"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"#)
            wire.serverSends(lines: #"{"jsonrpc":"2.0","id":1,"result":{}}"#)
        }
        #expect(found.withLock { $0 } == ProtocolRevision.all.filter { $0.era == .legacy })
    }

    /// A server that says something wrong makes the test fail that talks to it, without anything in the test.
    @Test func aPeerOfTheseTestsIsChecked() async throws {
        let peer = InProcessPeer(MCPServer(Implementation(name: "s", version: "1"), tools: ToolBox([Garbled()])))
        try await peer.open(.v2025_11_25)
        try await withKnownIssue {
            _ = try await peer.call("garbled")
        } matching: { issue in
            issue.comments.contains {
                $0.rawValue.contains(#"CallToolResult: /result/content/0/data "no base64" is not of the format byte"#)
            }
        }
    }

    struct Garbled: ReadTool {
        static let name = "garbled"
        static let description = "Gives an image that is none."
        static let input = Schema<Void>.object { () }
        func call(_ input: Void, _ context: ToolContext) async throws(ToolFailure) -> ToolResult {
            ToolResult([Content(.image(base64: "no base64", mimeType: "image/png"))])
        }
    }
}

extension WireCheckTests {
    private static let modernMeta =
        #""_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}"#
    private static let taskMeta =
        #""_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{"extensions":{"io.modelcontextprotocol/tasks":{}}}}"#

    private static func ask(_ method: String, _ params: String = "", id: String = "1") -> String {
        #"{"jsonrpc":"2.0","id":\#(id),"method":"\#(method)","params":{\#(params)}}"#
    }

    private static func modern(_ method: String, _ meta: String = modernMeta) -> String { ask(method, meta) }

    private static func result(_ result: String, id: String = "1") -> String { #"{"jsonrpc":"2.0","id":\#(id),"result":\#(result)}"# }

    private static func error(_ error: String, id: String = "1") -> String { #"{"jsonrpc":"2.0","id":\#(id),"error":\#(error)}"# }

    private static func tell(_ method: String, _ params: String = "{}") -> String {
        #"{"jsonrpc":"2.0","method":"\#(method)","params":\#(params)}"#
    }

    private static func content(_ content: String) -> String { result(#"{"content":[\#(content)]}"#) }

    private static let text = #"{"content":[{"type":"text","text":"x"}]}"#
    private static let task =
        #""taskId":"t","createdAt":"2026-08-01T00:00:00Z","lastUpdatedAt":"2026-08-01T00:00:00Z""#

    static let wrong: [Exchange] = [
        // The envelope.
        Exchange(.v2025_11_25, ask("ping"), "nonsense", expecting: "no message"),
        Exchange(.v2025_11_25, ask("ping"), "7", expecting: "without an id"),
        Exchange(.v2025_11_25, ask("ping"), #"{"jsonrpc":"1.0","id":1,"result":{}}"#, expecting: #""1.0" instead of "2.0""#),
        Exchange(.v2025_11_25, ask("ping"), #"{"id":1,"result":{}}"#, expecting: "jsonrpc is missing"),
        Exchange(.v2025_11_25, ask("ping"), #"{"jsonrpc":"2.0","id":1}"#, expecting: "either a result or an error"),
        Exchange(.v2025_11_25, ask("ping"), #"{"jsonrpc":"2.0","id":1,"result":{},"error":{"code":1,"message":""}}"#, expecting: "either"),
        Exchange(.v2025_11_25, ask("ping"), result("7"), expecting: "integer instead of object"),
        Exchange(.v2025_11_25, ask("ping"), result("{}", id: #""1""#), expecting: "no request that waits"),
        Exchange(.v2025_11_25, ask("ping"), result("{}", id: "1.0"), expecting: "no request that waits"),
        Exchange(.v2025_11_25, ask("ping"), result("{}"), result("{}"), expecting: "no request that waits"),
        Exchange(.v2025_11_25, ask("ping", id: "1.5"), result("{}", id: "1.5"), expecting: "/id number instead of integer or string"),
        Exchange(.v2025_11_25, "", result("{}"), expecting: "no request that waits"),
        Exchange(.v2025_11_25, ask("ping"), result("{}", id: "null"), expecting: "without an id"),
        Exchange(.v2025_11_25, ask("no/such"), result("{}"), expecting: "no/such is no method of 2025-11-25"),
        Exchange(.v2025_11_25, #"{"jsonrpc":"2.0","id":1}"#, result("{}"), expecting: "has no method"),
        // Arrays.
        Exchange(.v2025_11_25, "[\(ask("ping"))]", "[\(result("{}"))]", expecting: "an array is no message"),
        Exchange(.v2025_03_26, "[\(ask("ping"))]", "[]", expecting: "an array is no message"),
        Exchange(.v2025_03_26, "[\(ask("tools/list"))]", "[\(result("{}"))]", expecting: "tools is missing"),
        // Errors.
        Exchange(.v2024_11_05, ask("ping"), error(#"{"code":"x","message":""}"#), expecting: "/error/code string instead of integer"),
        Exchange(.v2025_11_25, ask("ping"), error(#"{"code":1}"#), expecting: "message is missing"),
        Exchange(.v2025_11_25, ask("ping"), error(#"{"code":-32603,"message":""}"#, id: "null"), expecting: "without an id"),
        Exchange(.v2025_11_25, "", error(#"{"code":-32700,"message":""}"#, id: "null"), expecting: "without an id"),
        Exchange(.v2025_11_25, "{", error(#"{"code":-32700}"#, id: "null"), expecting: "message is missing"),
        Exchange(.v2025_11_25, ask("ping"), error(#"{"code":-32042,"message":""}"#), expecting: "data is missing"),
        Exchange(.v2026_07_28, modern("tools/list"), error(#"{"code":-32022,"message":""}"#), expecting: "data is missing"),
        Exchange(
            .v2026_07_28, modern("tools/list"), error(#"{"code":-32022,"message":"","data":{"supported":["2026-07-28"]}}"#),
            expecting: "requested is missing"),
        Exchange(
            .v2026_07_28, modern("tools/call"), error(#"{"code":-32021,"message":"","data":{"requiredCapabilities":7}}"#),
            expecting: "integer instead of object"),
        // The opening.
        Exchange(
            .v2025_11_25, ask("initialize"), result(#"{"protocolVersion":"2025-06-18","capabilities":{},"serverInfo":{"name":"s"}}"#),
            expecting: "/result/serverInfo version is missing"),
        Exchange(.v2025_11_25, ask("initialize"), result(#"{"protocolVersion":"2026-07-28"}"#), expecting: "no revision that has sessions"),
        Exchange(.v2025_11_25, ask("initialize"), result(#"{"protocolVersion":"1.0"}"#), expecting: "no revision that has sessions"),
        // Tools.
        Exchange(
            .v2024_11_05, ask("tools/list"), result(#"{"tools":[{"name":"a"}]}"#), expecting: "/result/tools/0 inputSchema is missing"),
        Exchange(
            .v2025_06_18, ask("tools/list"), result(#"{"tools":[{"name":"a","inputSchema":{"type":"string"}}]}"#),
            expecting: #"/result/tools/0/inputSchema/type "string" instead of "object""#),
        Exchange(
            .v2025_11_25, ask("tools/list"),
            result(#"{"tools":[{"name":"a","inputSchema":{"type":"object"},"execution":{"taskSupport":"maybe"}}]}"#), expecting: #""maybe""#
        ),
        Exchange(.v2025_11_25, ask("tools/call"), result("{}"), expecting: "content is missing"),
        Exchange(.v2025_11_25, ask("tools/call"), result(#"{"content":{}}"#), expecting: "object instead of array"),
        Exchange(.v2025_11_25, ask("tools/call"), result(#"{"content":[],"isError":"no"}"#), expecting: "string instead of boolean"),
        Exchange(.v2025_06_18, ask("tools/call"), result(#"{"content":[],"structuredContent":[1]}"#), expecting: "array instead of object"),
        Exchange(.v2025_11_25, ask("tools/call"), content(#"{"type":"text"}"#), expecting: "/result/content/0 text is missing"),
        Exchange(.v2025_11_25, ask("tools/call"), content(#"{"type":"video","data":"","mimeType":""}"#), expecting: #""video" instead of"#),
        Exchange(.v2024_11_05, ask("tools/call"), content(#"{"type":"audio","data":"","mimeType":""}"#), expecting: #""audio" instead of"#),
        Exchange(
            .v2025_03_26, ask("tools/call"), content(#"{"type":"resource_link","uri":"a:b","name":""}"#), expecting: #""resource_link""#),
        Exchange(.v2025_11_25, ask("tools/call"), content(#"{"type":"image","data":"!","mimeType":""}"#), expecting: "format byte"),
        Exchange(
            .v2025_11_25, ask("tools/call"), content(#"{"type":"resource","resource":{"uri":"no uri","text":""}}"#), expecting: "format uri"
        ),
        Exchange(
            .v2025_11_25, ask("tools/call"), content(#"{"type":"text","text":"","annotations":{"priority":1.5}}"#),
            expecting: "more than 1.0"),
        Exchange(
            .v2025_11_25, ask("tools/call"), content(#"{"type":"text","text":"","annotations":{"audience":["model"]}}"#),
            expecting: #""model" instead of"#),
        // Everything else that is asked for.
        Exchange(.v2025_11_25, ask("resources/list"), result(#"{"resources":[{"uri":"a:b"}]}"#), expecting: "name is missing"),
        Exchange(
            .v2025_11_25, ask("resources/templates/list"), result(#"{"resourceTemplates":[{"name":"a","uriTemplate":"a:{"}]}"#),
            expecting: "format uri-template"),
        Exchange(.v2025_11_25, ask("resources/read"), result(#"{"contents":[{"uri":"a:b"}]}"#), expecting: "is missing"),
        Exchange(.v2025_11_25, ask("prompts/list"), result(#"{"prompts":[{"title":"a"}]}"#), expecting: "name is missing"),
        Exchange(.v2025_11_25, ask("prompts/get"), result(#"{"messages":[{"role":"system","content":{}}]}"#), expecting: #""system""#),
        Exchange(
            .v2026_07_28, modern("completion/complete"),
            result(
                #"{"resultType":"complete","completion":{"values":[\#([String](repeating: #""a""#, count: 101).joined(separator: ","))]}}"#),
            expecting: "more than 100 elements"),
        // Tasks of 2025-11-25.
        Exchange(
            .v2025_11_25, ask("tools/call"), result(#"{"task":{\#(task),"status":"working","ttl":null}}"#), expecting: "content is missing"),
        Exchange(
            .v2025_11_25, ask("tools/call", #""task":{}"#), result(#"{"task":{\#(task),"status":"working"}}"#),
            expecting: "content is missing"),
        Exchange(.v2025_11_25, ask("tasks/get"), result(#"{\#(task),"status":"done","ttl":1}"#), expecting: #""done" instead of"#),
        Exchange(.v2025_06_18, ask("tasks/get"), result("{}"), expecting: "no method of 2025-06-18"),
        // What a server says unasked.
        Exchange(.v2025_11_25, "", tell("notifications/nothing"), expecting: #""notifications/nothing" instead of"#),
        Exchange(.v2025_11_25, "", tell("notifications/progress", #"{"progress":1}"#), expecting: "progressToken is missing"),
        Exchange(.v2025_11_25, "", tell("notifications/message", #"{"level":"loud","data":1}"#), expecting: #""loud" instead of"#),
        Exchange(.v2025_11_25, "", tell("notifications/resources/updated"), expecting: "uri is missing"),
        Exchange(.v2024_11_05, "", tell("notifications/tasks/status"), expecting: "notifications/tasks/status"),
        Exchange(.v2026_07_28, "", tell("notifications/tools/list_changed"), expecting: "no session and no request"),
        Exchange(.v2026_07_28, modern("tools/call"), tell("notifications/tasks/status"), expecting: "notifications/tasks/status"),
        Exchange(
            .v2026_07_28, modern("subscriptions/listen"),
            tell("notifications/tools/list_changed", #"{"_meta":{"io.modelcontextprotocol/subscriptionId":true}}"#),
            expecting: "boolean instead of integer or string"),
        Exchange(.v2025_11_25, "", ask("tools/list"), expecting: #""tools/list" instead of"#),
        Exchange(.v2025_03_26, "", ask("elicitation/create"), expecting: #""elicitation/create" instead of"#),
        Exchange(.v2025_11_25, "", ask("sampling/createMessage", #""messages":[]"#), expecting: "maxTokens is missing"),
        // The stateless revision.
        Exchange(.v2026_07_28, modern("tools/call"), ask("elicitation/create"), expecting: "a server asks nothing in this revision"),
        Exchange(.v2026_07_28, modern("tools/call"), result(text), expecting: "resultType is missing"),
        Exchange(.v2026_07_28, modern("tools/call"), result(#"{"resultType":"complete"}"#), expecting: "content is missing"),
        Exchange(.v2026_07_28, modern("tools/call"), result(#"{"resultType":"final","content":[]}"#), expecting: "resultType is none"),
        Exchange(.v2026_07_28, modern("tools/list"), result(#"{"resultType":"complete","tools":[]}"#), expecting: "is missing"),
        Exchange(
            .v2026_07_28, modern("tools/list"), result(#"{"resultType":"complete","tools":[],"ttlMs":-1,"cacheScope":"private"}"#),
            expecting: "less than 0"),
        Exchange(
            .v2026_07_28, modern("tools/list"), result(#"{"resultType":"complete","tools":[],"ttlMs":0,"cacheScope":"all"}"#),
            expecting: #""all" instead of"#),
        Exchange(
            .v2026_07_28, modern("tools/list"), result(#"{"resultType":"input_required","requestState":"s"}"#), expecting: "is missing"),
        Exchange(.v2026_07_28, modern("tools/call"), result(#"{"resultType":"input_required"}"#), expecting: "neither inputRequests"),
        Exchange(
            .v2026_07_28, modern("tools/call"),
            result(#"{"resultType":"input_required","inputRequests":{"a":{"method":"roots/all"}}}"#), expecting: #""roots/all""#),
        Exchange(.v2026_07_28, modern("subscriptions/listen"), result(#"{"resultType":"complete","_meta":{}}"#), expecting: "is missing"),
        Exchange(.v2026_07_28, modern("ping"), result(#"{"resultType":"complete"}"#), expecting: "no method of 2026-07-28"),
        Exchange(.v2026_07_28, modern("initialize"), result(#"{"protocolVersion":"2025-11-25"}"#), expecting: "no method of 2026-07-28"),
        // Its extension for tasks.
        Exchange(
            .v2026_07_28, modern("tools/call"), result(#"{"resultType":"task",\#(task),"status":"working","ttlMs":1}"#),
            expecting: "resultType is none"),
        Exchange(
            .v2026_07_28, modern("tools/call", taskMeta), result(#"{"resultType":"task",\#(task),"status":"working"}"#),
            expecting: "ttlMs is missing"),
        Exchange(
            .v2026_07_28, modern("tasks/get", taskMeta), result(#"{"resultType":"complete",\#(task),"status":"completed","ttlMs":1}"#),
            expecting: "result is missing"),
        Exchange(
            .v2026_07_28, modern("tools/call", taskMeta), tell("notifications/tasks", #"{\#(task),"status":"failed","ttlMs":1}"#),
            expecting: "error is missing"),
    ]

    static let right: [Exchange] = [
        Exchange(.v2024_11_05, ask("ping"), result("{}")),
        Exchange(.v2024_11_05, ask("ping", id: "1.0"), result("{}", id: "1.0")),
        Exchange(.v2024_11_05, ask("tools/call"), result(text)),
        Exchange(.v2025_03_26, "[\(ask("ping")),7,\(ask("tools/call", id: "2"))]", "[\(result(text, id: "2")),\(result("{}"))]"),
        Exchange(.v2025_03_26, ask("tools/call"), content(#"{"type":"audio","data":"AAE=","mimeType":"audio/wav"}"#)),
        Exchange(.v2025_06_18, ask("tools/call"), result(#"{"content":[],"structuredContent":{"a":1}}"#)),
        Exchange(.v2026_07_28, modern("tools/call"), result(#"{"resultType":"complete","content":[],"structuredContent":[1]}"#)),
        // Two requests under one id, which a client must not send: the later is refused, the other answered.
        Exchange(.v2025_11_25, "[\(ask("tools/call")),\(ask("ping"))]", error(#"{"code":-32600,"message":"in use"}"#), result(text)),
        // What could not be read, in every revision.
        Exchange(.v2024_11_05, "{", error(#"{"code":-32700,"message":""}"#, id: "null")),
        Exchange(.v2025_11_25, #"{"jsonrpc":"2.0","id":null,"method":"ping"}"#, error(#"{"code":-32600,"message":""}"#, id: "null")),
        Exchange(.v2026_07_28, "[]", error(#"{"code":-32600,"message":""}"#, id: "null")),
        Exchange(.v2025_11_25, #"{"jsonrpc":"2.0","id":1}"#, error(#"{"code":-32600,"message":""}"#)),
        // Every revision's own.
        Exchange(.v2025_11_25, ask("tools/call", #""task":{}"#), result(text)),
        Exchange(.v2025_11_25, ask("tools/call", #""task":{}"#), result(#"{"task":{\#(task),"status":"working","ttl":null}}"#)),
        Exchange(.v2025_11_25, ask("tasks/get"), result(#"{\#(task),"status":"working","ttl":60000}"#)),
        Exchange(.v2025_11_25, "", tell("notifications/tasks/status", #"{\#(task),"status":"working","ttl":60000}"#)),
        Exchange(.v2025_11_25, "", ask("roots/list"), tell("notifications/cancelled", #"{"requestId":1}"#)),
        Exchange(
            .v2026_07_28, modern("tools/call"),
            result(#"{"resultType":"input_required","inputRequests":{"a":{"method":"roots/list"}},"requestState":"s"}"#)),
        Exchange(
            .v2026_07_28, modern("tools/list"), error(#"{"code":-32022,"message":"","data":{"supported":["2026-07-28"],"requested":"1"}}"#)),
        Exchange(
            .v2026_07_28, modern("subscriptions/listen"),
            tell(
                "notifications/subscriptions/acknowledged",
                #"{"notifications":{"toolsListChanged":true},"_meta":{"io.modelcontextprotocol/subscriptionId":1}}"#),
            tell("notifications/tools/list_changed", #"{"_meta":{"io.modelcontextprotocol/subscriptionId":1}}"#),
            result(#"{"resultType":"complete","_meta":{"io.modelcontextprotocol/subscriptionId":1}}"#)),
        Exchange(
            .v2026_07_28, modern("tools/call", taskMeta), result(#"{"resultType":"task",\#(task),"status":"working","ttlMs":null}"#)),
        Exchange(
            .v2026_07_28, modern("tasks/get", taskMeta),
            tell("notifications/tasks", #"{\#(task),"status":"completed","ttlMs":1,"result":{}}"#),
            result(#"{"resultType":"complete",\#(task),"status":"input_required","ttlMs":1,"inputRequests":{}}"#)),
    ]
}
