import Logging
import MCPCore
import MCPTesting
import Testing

@testable import MCPFixtures

/// A server whose lists change, and how its clients are told.
enum SubscriptionFixture {
    static func server(
        announcing lists: ChangingLists = .all, limits: ServerLimits = ServerLimits(), middleware: [any MCPMiddleware] = [],
        gate: Gate = Gate()
    ) -> MCPServer {
        MCPServer(
            Implementation(name: "changing", version: "1"), tools: ToolBox([Echo(), Wait(gate: gate)]),
            resources: ResourceBox(
                [Resource("note://1", name: "first") { _ in .text("1") }, Resource("note://2", name: "second") { _ in .text("2") }],
                templates: [ResourceTemplate("page://{number}", name: "page") { context in .text(context["number"]) }]),
            prompts: PromptBox([Prompt("greeting") { _ in PromptResult([.user("Hello.")]) }]), middleware: middleware, limits: limits,
            options: ServerOptions(announcedLists: lists), logger: Logger(label: "test"))
    }

    static let everyList: JSONObject = ["toolsListChanged": true, "promptsListChanged": true, "resourcesListChanged": true]

    static func addTool(_ server: MCPServer, _ name: String = "new") {
        server.update { $0.tools = $0.tools.adding(RegisteredTool(name, "New.") { _ in "new" }) }
    }
}

extension EngineClient {
    /// Opens a listen stream, and reads its acknowledgement.
    /// - Returns: the id of the request.
    func listen(_ wish: JSONObject) async throws -> JSON {
        let id = start("subscriptions/listen", ["notifications": .object(wish)])
        let acknowledgement = try await next()
        try #require(acknowledgement["method"] == "notifications/subscriptions/acknowledged")
        return id
    }
}

extension JSON {
    /// The subscription that a notification or a result belongs to.
    var subscription: JSON? {
        (self["params"] ?? self["result"])?["_meta"]?["io.modelcontextprotocol/subscriptionId"]
    }
}
