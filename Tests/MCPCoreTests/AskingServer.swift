import Logging
import MCPCore
import MCPTesting

@testable import MCPFixtures

/// A server whose handlers ask, and a client's answers to what they ask.
enum AskingServer {
    static func make(
        more: [RegisteredTool] = [], limits: ServerLimits = ServerLimits(), options: ServerOptions = ServerOptions(),
        time: any TimeSource = SystemTime(), gate: Gate = Gate()
    ) -> MCPServer {
        MCPServer(
            Implementation(name: "asking", version: "1"),
            tools: ToolBox(FixtureQuestions.all + [RegisteredTool(Wait(gate: gate)), RegisteredTool(Echo())] + more),
            resources: ResourceBox(FixtureResources.all), prompts: PromptBox(FixturePrompts.all), limits: limits, options: options,
            time: time, logger: Logger(label: "test"))
    }

    /// Asks for a name, and then works until a gate is opened.
    static func thinker(_ gate: Gate) -> RegisteredTool {
        RegisteredTool("think", "Asks, and works then.") { context in
            let name = try await context.ask(FixtureQuestions.name).answer ?? "nobody"
            try await gate.pass()
            return "Thought for \(name)."
        }
    }

    /// What a friendly client answers.
    static func answer(_ question: JSON) -> JSON {
        let params = question["params"]
        switch question["method"]?.string {
        case "sampling/createMessage":
            return ["role": "assistant", "model": "m", "content": ["type": "text", "text": "Paris"], "stopReason": "endTurn"]
        case "roots/list": return ["roots": [["uri": "file:///home", "name": "home"], ["uri": "file:///tmp"]]]
        default:
            if params?["mode"] == "url" { return ["action": "accept"] }
            let asksName = params?["requestedSchema"]?["properties"]?["name"] != nil
            return ["action": "accept", "content": asksName ? ["name": "Ada"] : ["color": "red"]]
        }
    }
}
