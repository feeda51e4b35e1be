/// What a server offers. It follows from what is registered; nobody types it by hand.
public struct ServerCapabilities: Sendable, Hashable {
    public var tools: Bool
    public var resources: Bool
    public var prompts: Bool
    /// Arguments of prompts or variables of resource templates are completed.
    public var completions: Bool
    /// Log messages are sent to clients.
    public var logging: Bool
    /// Tools may go on as tasks.
    public var tasks: Bool
    /// Lists whose changes are announced.
    public var announced: ChangingLists
    /// Extensions by identifier, with their settings.
    public var extensions: JSONObject

    public init(
        tools: Bool = false, resources: Bool = false, prompts: Bool = false, completions: Bool = false, logging: Bool = false,
        tasks: Bool = false, announced: ChangingLists = [], extensions: JSONObject = [:]
    ) {
        self.tools = tools || announced.contains(.tools)
        self.resources = resources || announced.contains(.resources)
        self.prompts = prompts || announced.contains(.prompts)
        self.completions = completions
        self.logging = logging
        self.tasks = tasks
        self.announced = announced
        self.extensions = extensions
    }

    /// Whether anything may ever have to be told to a client unasked.
    var notifies: Bool { !announced.isEmpty || resources }
}
