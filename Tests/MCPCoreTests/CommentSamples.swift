import MCPCore
import MCPTesting
import Testing

// What the comments of MCPCore and MCPTesting show, to the letter: `Scripts/check-docs.py` compares them.

private struct Shout: ReadTool {
    static let name = "shout"
    static let description = "Says it louder."
    static let input = Schema<String>.object(required("text", "What to say.", .string(1...200))) { $0 }
    func call(_ text: String, _ context: ToolContext) async throws(ToolFailure) -> String { text.uppercased() }
}

private struct Wait: ReadTool {
    let gate: Gate
    static let name = "wait"
    static let description = "Waits for the gate."
    static let input = Schema<Void>.object { () }
    func call(_ input: Void, _ context: ToolContext) async throws -> String {
        try await gate.pass()
        return "through"
    }
}

private struct AskName: ReadTool {
    static let name = "ask_name"
    static let description = "Asks for a name."
    static let input = Schema<Void>.object { () }
    func call(_ input: Void, _ context: ToolContext) async throws -> String {
        let answer = try await context.ask(.form("name", "What is your name?", Schema<String>.object(required("name", "", .string)) { $0 }))
        return answer.answer ?? "nobody"
    }
}

private struct Desk: Sendable {
    func ticket(_ number: String) async throws -> String { #"{"number":"\#(number)"}"# }
}

@Suite(.timeLimit(.minutes(1))) struct CommentSamples {
    private let implementation = Implementation(name: "samples", version: "1.0")

    @Test func aPeerCallsATool() async throws {
        let server = MCPServer(implementation, tools: ToolBox([Shout()]))
        let peer = InProcessPeer(server)
        try await peer.open(.v2025_11_25)
        let result = try await peer.call("shout", ["text": "hello"])
        #expect(result["content"]?[0]?["text"] == "HELLO")
    }

    @Test func aConversationIsMeasured() async throws {
        let (server, schemas) = (MCPServer(implementation, tools: ToolBox([AskName()])), WireSchemas.nearest())
        let wire = WireCheck(schemas) { Issue.record("\($0)") }
        let peer = InProcessPeer(server, wire: wire)
        try await peer.open(.v2025_11_25)
        #expect(try await peer.request("tools/list")["result"]?["tools"]?.array?.count == 1)
    }

    @Test func aGateHoldsATool() async throws {
        let gate = Gate()
        let peer = InProcessPeer(MCPServer(implementation, tools: ToolBox([Wait(gate: gate)])))
        try await peer.open(.v2025_11_25)
        async let result = peer.call("wait")
        try await gate.arrivals()
        gate.open()
        #expect(try await result["content"]?[0]?["text"] == "through")
    }

    @Test func toolsThatChangeAreKeptBack() async throws {
        let tools = ToolBox([RegisteredTool(Greet()), RegisteredTool(Delete())])
        let server = MCPServer(implementation, tools: tools, middleware: [ToolGuard(ToolRestrictions(isReadOnly: true))])
        let peer = InProcessPeer(server)
        try await peer.open(.v2025_11_25)
        #expect(try await peer.request("tools/list")["result"]?["tools"]?.array?.map { $0["name"] } == ["greet"])
    }

    @Test func resourcesAndPrompts() async throws {
        let desk = Desk()
        let resources = ResourceBox(
            [
                Resource("manual://index", name: "manual", mimeType: "text/markdown") { _ in .text("# Manual") }
            ],
            templates: [
                ResourceTemplate("ticket://{number}", name: "ticket", mimeType: "application/json") { context in
                    .text(try await desk.ticket(context["number"]))
                }
            ])
        let prompts = PromptBox([
            Prompt("triage", description: "Sorts a ticket.", arguments: [.required("number", "Of the ticket.")]) { context in
                PromptResult([.user("Triage ticket \(context["number"]).")])
            }
        ])
        let peer = InProcessPeer(MCPServer(implementation, resources: resources, prompts: prompts))
        try await peer.open(.v2025_11_25)
        let read = try await peer.request("resources/read", ["uri": "ticket://7"])["result"]
        #expect(read?["contents"]?[0]?["text"] == #"{"number":"7"}"#)
        let prompt = try await peer.request("prompts/get", ["name": "triage", "arguments": ["number": "7"]])["result"]
        #expect(prompt?["messages"]?[0]?["content"]?["text"] == "Triage ticket 7.")
    }

    @Test func addresses() throws {
        let template = try URITemplate("ticket://{number}{?fields}")
        let uri = template.expand(["number": "7"])  // ticket://7
        let found = template.match("ticket://7?fields=title")  // ["number": "7", "fields": "title"]
        let none = template.match("ticket://7/history")  // nil
        #expect(uri == "ticket://7" && found == ["number": "7", "fields": "title"] && none == nil)
    }

    @Test func literals() {
        let arguments: JSON = ["title": "プリンタが動かない", "priority": "high"]
        #expect(arguments["priority"] == "high")
    }

    @Test func whoFollowsAResourceIsTold() async throws {
        let server = MCPServer(implementation, tools: ToolBox([Shout()]))
        let events = EventBroadcaster()
        server.announceUpdates(of: events)
        try await events.publish(EventDraft(.ticketUpdated, source: .mcpTool, key: "7/v3/ticket_updated", resources: ["ticket://7"]))
        #expect(events.statistics.position != nil)
    }

    private func makeLogs(_ instances: Int, keeping kept: Int) async throws -> [any EventLog] {
        var limits = MemoryEventLog.Limits()
        limits.events = kept
        let log = MemoryEventLog(limits: limits)
        return Array(repeating: log, count: instances)
    }

    private func makeStores(_ instances: Int, _ limits: SessionStoreLimits) async throws -> [any SessionStore] {
        let memory = MemorySessionStore(limits: limits)
        return (0..<instances).map { _ in memory.instance() }
    }

    @Test(arguments: EventLogCompliance.Rule.allCases)
    func complies(_ rule: EventLogCompliance.Rule) async throws {
        try await EventLogCompliance { instances, kept in try await makeLogs(instances, keeping: kept) }.check(rule)
    }

    @Test(arguments: SessionStoreCompliance.Rule.allCases)
    func complies(_ rule: SessionStoreCompliance.Rule) async throws {
        try await SessionStoreCompliance { instances, limits in try await makeStores(instances, limits) }.check(rule)
    }
}
