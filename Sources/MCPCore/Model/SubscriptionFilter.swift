/// Of which changes a client wants to be told.
public struct SubscriptionFilter: Sendable, Hashable {
    public var lists: ChangingLists
    /// Resources, by URI.
    public var resources: Set<String>
    /// Tasks, by id.
    public var tasks: Set<String>

    public init(lists: ChangingLists = [], resources: Set<String> = [], tasks: Set<String> = []) {
        self.lists = lists
        self.resources = resources
        self.tasks = tasks
    }
}

/// Lists that may change while a server runs.
public struct ChangingLists: OptionSet, Sendable, Hashable {
    public let rawValue: Int

    public init(rawValue: Int) { self.rawValue = rawValue }

    public static let tools = ChangingLists(rawValue: 1)
    public static let resources = ChangingLists(rawValue: 2)
    public static let prompts = ChangingLists(rawValue: 4)
    public static let all: ChangingLists = [.tools, .resources, .prompts]
}
