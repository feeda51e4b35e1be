/// What a client is told of a prompt.
public struct PromptDefinition: Sendable, Hashable {
    public var name: String
    public var title: String?
    public var description: String?
    public var arguments: [Argument]
    public var icons: [Icon]
    public var meta: JSONObject?

    public init(
        name: String, title: String? = nil, description: String? = nil, arguments: [Argument] = [], icons: [Icon] = [],
        meta: JSONObject? = nil
    ) {
        self.name = name
        self.title = title
        self.description = description
        self.arguments = arguments
        self.icons = icons
        self.meta = meta
    }

    public struct Argument: Sendable, Hashable {
        public var name: String
        public var title: String?
        public var description: String?
        public var isRequired: Bool

        public init(name: String, title: String? = nil, description: String? = nil, isRequired: Bool = false) {
            self.name = name
            self.title = title
            self.description = description
            self.isRequired = isRequired
        }
    }
}

/// One message that a prompt puts into a conversation.
public struct PromptMessage: Sendable, Hashable {
    public var role: Annotations.Role
    public var content: Content

    public init(_ role: Annotations.Role, _ content: Content) {
        self.role = role
        self.content = content
    }

    public static func user(_ text: String) -> PromptMessage { PromptMessage(.user, .text(text)) }
    public static func assistant(_ text: String) -> PromptMessage { PromptMessage(.assistant, .text(text)) }
}

/// What getting a prompt answers.
public struct PromptResult: Sendable, Hashable {
    public var description: String?
    public var messages: [PromptMessage]
    public var meta: JSONObject?

    public init(_ messages: [PromptMessage], description: String? = nil, meta: JSONObject? = nil) {
        self.messages = messages
        self.description = description
        self.meta = meta
    }
}
