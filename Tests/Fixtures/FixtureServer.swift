import Logging
import MCPCore
import MCPTesting

/// The servers that transcripts talk to.
enum FixtureServer: String {
    /// Tools and nothing else; see ``FixtureTools``.
    case plain
    /// A little of everything that the protocol has.
    case full
    /// The same, in pages of two.
    case paged
    /// Nothing at all, so that every method that needs something is unknown.
    case empty

    func make() -> MCPServer {
        switch self {
        case .plain: return FixtureTools.server()
        case .full: return Self.full(ServerLimits())
        case .paged:
            var limits = ServerLimits()
            limits.page = 2
            return Self.full(limits)
        case .empty: return MCPServer(Self.name, logger: Logger(label: "test"))
        }
    }

    private static let name = Implementation(name: "fixture", version: "1.2.3")

    private static func full(_ limits: ServerLimits) -> MCPServer {
        let gate = Gate()
        let tools =
            [RegisteredTool(Echo()), RegisteredTool(Break()), RegisteredTool(Wait(gate: gate)), RegisteredTool(Count())]
            + FixtureQuestions.all + FixtureChanges.all(gate) + FixtureTasks.all(gate)
        return MCPServer(
            name, tools: ToolBox(tools), resources: ResourceBox(FixtureResources.all, templates: FixtureResources.templates),
            prompts: PromptBox(FixturePrompts.all), limits: limits, options: ServerOptions(announcedLists: .all, logging: true),
            logger: Logger(label: "test"))
    }
}
