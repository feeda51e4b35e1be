import MCPCore
import Synchronization

/// Tools that change what the server offers while it serves.
final class Changes: Sendable {
    private let server = Mutex<MCPServer?>(nil)

    func attach(_ server: MCPServer) {
        self.server.withLock { $0 = server }
    }

    var tools: [RegisteredTool] {
        [
            RegisteredTool("test_trigger_tool_change", "Adds a tool and takes it away again.") { [self] _ in
                change { $0.tools = $0.tools.adding(Self.passing) }
                change { $0.tools = $0.tools.removing(Self.passing.definition.name) }
                return "The tools have changed."
            },
            RegisteredTool("test_trigger_prompt_change", "Adds a prompt and takes it away again.") { [self] _ in
                change { $0.prompts = $0.prompts.adding(Prompt("passing") { _ in PromptResult([.user("Here and gone.")]) }) }
                change { $0.prompts = $0.prompts.removing("passing") }
                return "The prompts have changed."
            },
            RegisteredTool("test_trigger_resource_update", "Says that the watched resource has changed.") { [self] _ in
                server.withLock { $0 }?.announceUpdate(ofResource: Resources.watched)
                return "The resource has changed."
            },
        ]
    }

    private func change(_ change: (inout Catalog) -> Void) {
        server.withLock { $0 }?.update(change)
    }

    private static let passing = RegisteredTool("passing", "Here and gone.") { _ in "gone" }
}
