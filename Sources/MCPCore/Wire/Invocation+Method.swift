extension Invocation {
    /// The method that asks for it, in whatever revision has it.
    public var method: String {
        switch self {
        case .initialize: "initialize"
        case .discover: "server/discover"
        case .ping: "ping"
        case .listTools: "tools/list"
        case .callTool: "tools/call"
        case .listResources: "resources/list"
        case .listResourceTemplates: "resources/templates/list"
        case .readResource: "resources/read"
        case .subscribe: "resources/subscribe"
        case .unsubscribe: "resources/unsubscribe"
        case .listPrompts: "prompts/list"
        case .getPrompt: "prompts/get"
        case .complete: "completion/complete"
        case .setLogLevel: "logging/setLevel"
        case .listen: "subscriptions/listen"
        case .getTask: "tasks/get"
        case .awaitTask: "tasks/result"
        case .listTasks: "tasks/list"
        case .cancelTask: "tasks/cancel"
        case .updateTask: "tasks/update"
        }
    }
}
