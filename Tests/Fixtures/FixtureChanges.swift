import MCPCore
import MCPTesting

/// Tools that have the server tell something unasked, or let something go on.
enum FixtureChanges {
    static func all(_ gate: Gate) -> [RegisteredTool] {
        let lingered = Gate()
        return [
            RegisteredTool("open_gate", "Lets through what waits.") { _ in
                gate.open()
                return "open"
            },
            RegisteredTool("hang_up", "Ends all subscriptions.") { context in
                context.request.server.endSubscriptions()
                return "ended"
            },
            RegisteredTool("speak", "Logs at three levels.") { context in
                await context.log(.debug, ["detail": 1])
                await context.log(.info, "working", logger: "fixture")
                await context.log(.error, "broken")
                return "spoken"
            },
            RegisteredTool("linger", "Goes on after it was cancelled.") { context in
                do {
                    try await gate.pass()
                } catch {
                    await context.progress.report(1)
                    await context.log(.error, "still here")
                }
                lingered.open()
                return "lingered"
            },
            RegisteredTool("lingered", "Answers when that has ended.") { _ in
                try await lingered.pass()
                return "it has ended"
            },
            RegisteredTool(
                "change", "Adds something to a list.",
                input: Schema<String>.object(required("list", "", .string(oneOf: ["tools", "resources", "templates", "prompts"]))) { $0 }
            ) { list, context in
                context.request.server.update { add(to: list, &$0) }
                return "changed"
            },
            RegisteredTool(
                "touch", "Says that a resource has changed.", input: Schema<String>.object(required("uri", "", .string)) { $0 }
            ) { uri, context in
                context.request.server.announceUpdate(ofResource: uri)
                return "touched"
            },
        ]
    }

    private static func add(to list: String, _ catalog: inout Catalog) {
        switch list {
        case "tools": catalog.tools = catalog.tools.adding(RegisteredTool("new", "Is new.") { _ in "new" })
        case "resources": catalog.resources = catalog.resources.adding(Resource("note://new", name: "new") { _ in .text("new") })
        case "templates": catalog.resources = catalog.resources.adding(ResourceTemplate("new://{it}", name: "new") { _ in .text("new") })
        default: catalog.prompts = catalog.prompts.adding(Prompt("new") { _ in PromptResult([.user("new")]) })
        }
    }
}
