/// One message of the conversation that a model goes on with.
public struct SamplingMessage: Sendable, Hashable {
    public var role: Annotations.Role
    /// Results of tools stand alone: a message with one holds nothing else (specification, sampling, message content constraints).
    public var content: [SamplingContent]

    public init(_ role: Annotations.Role, _ content: [SamplingContent]) {
        self.role = role
        self.content = content
    }

    public static func user(_ text: String) -> SamplingMessage { SamplingMessage(.user, [.text(text)]) }
    public static func assistant(_ text: String) -> SamplingMessage { SamplingMessage(.assistant, [.text(text)]) }

    /// What tools answered. Every use in the message before must have its result here, named by its `id`.
    public static func toolResults(_ results: [(id: String, result: ToolResult)]) -> SamplingMessage {
        SamplingMessage(.user, results.map { .toolResult($0.result, of: $0.id) })
    }
}

/// One piece of a message to or from a model.
///
/// Revisions before 2025-11-25 have no tools here; those pieces are not sent to their clients.
public enum SamplingContent: Sendable, Hashable {
    case text(String)
    /// Base64 without line breaks.
    case image(base64: String, mimeType: String)
    /// Base64 without line breaks.
    case audio(base64: String, mimeType: String)
    /// The model wants a tool used.
    case toolUse(ToolUse)
    /// What a tool answered to the use with this id.
    case toolResult(ToolResult, of: String)

    /// A model's wish to use a tool.
    public struct ToolUse: Sendable, Hashable {
        public var id: String
        public var name: String
        /// The arguments. A model wrote them: they fit the tool's schema or not.
        public var input: JSONObject
        /// Goes back to the client with the conversation.
        public var meta: JSONObject?

        public init(id: String, name: String, input: JSONObject, meta: JSONObject? = nil) {
            self.id = id
            self.name = name
            self.input = input
            self.meta = meta
        }
    }

    /// Whether it has to do with tools.
    var isOfTools: Bool {
        switch self {
        case .toolUse, .toolResult: true
        case .text, .image, .audio: false
        }
    }
}
