/// What a server offers at one moment. A value: changing it makes another, and a call that has begun keeps the one it began with.
public struct Catalog: Sendable {
    public var tools: ToolBox
    public var resources: ResourceBox
    public var prompts: PromptBox

    public init(tools: ToolBox = ToolBox(), resources: ResourceBox = ResourceBox(), prompts: PromptBox = PromptBox()) {
        self.tools = tools
        self.resources = resources
        self.prompts = prompts
    }
}
