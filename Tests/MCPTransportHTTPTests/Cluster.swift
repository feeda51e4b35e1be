import MCPCore
import MCPTesting
import MCPTransportHTTP

/// Two instances that share a memory, in one process.
struct Cluster {
    let memory: MemorySessionStore
    let a: Instance
    let b: Instance

    var store: MemorySessionStore { memory }

    init(gate: Gate = Gate(), time: any TimeSource = SystemTime()) {
        memory = MemorySessionStore(time: time)
        a = Instance(memory, gate: gate, time: time)
        b = Instance(memory, gate: gate, time: time)
    }

    func announce(_ uri: String) {
        for instance in [a, b] { instance.server.announceUpdate(ofResource: uri) }
    }

    func eventually(_ isSo: () async throws -> Bool) async throws {
        while try await !isSo() { await Task.yield() }
    }
}

/// One server of several.
struct Instance {
    let id: InstanceID
    let server: MCPServer
    let handler: MCPHTTPHandler
    let client: HTTPClient

    init(
        _ memory: MemorySessionStore, principal: String = "someone", gate: Gate = Gate(), time: any TimeSource = SystemTime()
    ) {
        var configuration = Fixture.configuration
        let store = memory.instance()
        id = store.instance
        configuration.sessions = store
        configuration.auth = FixedPrincipalAuth(Principal(id: principal))
        server = MCPServer(
            Implementation(name: "instance", version: "1.0"),
            tools: ToolBox([Fixture.Echo(), Fixture.Steps(gate: gate)]).adding(
                RegisteredTool("ask", "Asks for a name.") { context in
                    let form = Schema<String>.object(required("name", "", .string)) { $0 }
                    let answer = try await context.ask(.form("name", "Who?", form))
                    return "hello \(answer.answer ?? "nobody")"
                }),
            resources: ResourceBox([Resource(ChangingFixture.resource, name: "watched") { _ in .text("x") }]), time: time)
        handler = MCPHTTPHandler(server, configuration: configuration)
        client = HTTPClient(handler: handler)
    }

    /// A session whose client can be asked.
    func asking() async throws -> HTTPClient {
        let response = try await client.post(
            #"{"jsonrpc":"2.0","id":"open","method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{"elicitation":{}},"clientInfo":{"name":"t","version":"1"}}}"#
        )
        return client.with([("Mcp-Session-Id", response.header("mcp-session-id") ?? ""), ("MCP-Protocol-Version", "2025-11-25")])
    }
}

extension HTTPClient {
    /// The same client, whose next request comes to another instance.
    func at(_ instance: Instance) -> HTTPClient {
        var copy = self
        copy.handler = instance.handler
        return copy
    }

    var streaming: HTTPClient { with([("Accept", "text/event-stream")]) }

    func resumed(_ id: String) -> HTTPClient { streaming.with([("Last-Event-ID", id)]) }

    /// Sends a request without a body and waits for the head of its response.
    func request(_ method: String, _ target: String) async throws -> Response {
        let response = send(method, target)
        try await response.responder.wait { $0.head != nil }
        return response
    }
}

extension HTTPClient.Response {
    var text: String? { json?["result"]?["content"]?[0]?["text"]?.string }
}
