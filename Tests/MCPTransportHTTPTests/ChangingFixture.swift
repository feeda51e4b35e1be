import MCPCore
import MCPTesting
import MCPTransportHTTP

/// A server whose lists change, with a resource that may be watched and tools that ask and wait.
struct ChangingFixture {
    static let resource = "fixture://watched"

    let server: MCPServer
    let handler: MCPHTTPHandler
    let client: HTTPClient

    init(gate: Gate = Gate(), configuration: HTTPConfiguration = Fixture.configuration) {
        server = MCPServer(
            Implementation(name: "changing", version: "1.0"),
            tools: ToolBox([
                RegisteredTool("ask", "Asks for a name.") { context in
                    let form = Schema<String>.object(required("name", "", .string)) { $0 }
                    let answer = try await context.ask(.form("name", "Who?", form))
                    return "hello \(answer.answer ?? "nobody")"
                },
                RegisteredTool("later", "Lets its connection go.") { context in
                    await context.releaseConnection(retryAfter: .milliseconds(250))
                    try await gate.pass()
                    return "late"
                },
                RegisteredTool("stuck", "Takes no notice of anything.") { _ in
                    _ = await Task { try await gate.pass() }.result
                    return "never"
                },
            ]),
            resources: ResourceBox([Resource(Self.resource, name: "watched") { _ in .text("x") }]),
            options: ServerOptions(announcedLists: .all))
        handler = MCPHTTPHandler(server, configuration: configuration)
        client = HTTPClient(handler: handler)
    }

    /// Has the list of tools change, twice.
    func changeTools() {
        let passing = RegisteredTool("passing", "Here and gone.") { _ in "" }
        server.update { $0.tools = $0.tools.adding(passing) }
        server.update { $0.tools = $0.tools.removing("passing") }
    }

    /// Opens a subscription of the stateless revision.
    func listen(_ filter: String, id: String = "1") async throws -> HTTPClient.Response {
        try await client.modern("subscriptions/listen").post(
            #"{"jsonrpc":"2.0","id":\#(id),"method":"subscriptions/listen","params":{"_meta":\#(HTTPClient.modernMeta),"notifications":\#(filter)}}"#
        )
    }
}

extension HTTPClient.Response {
    /// The messages so far, of a response that is a stream.
    var messages: [JSON] { responder.events.compactMap { try? JSON(parsing: $0.data) } }

    /// Waits for so many of them.
    func messages(_ count: Int) async throws -> [JSON] {
        try await responder.wait { _ in messages.count >= count }
        return messages
    }
}
