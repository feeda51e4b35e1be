/// What a server asks of its client's model. The client and its person have the last word on everything but `maxTokens`.
public struct SamplingRequest: Sendable, Hashable {
    /// What else of the client's conversations the model may see. Deprecated, and since 2025-11-25 only for clients that declare
    /// `sampling.context`; any client may pass over it.
    public enum Context: String, Sendable, Hashable {
        case nothing = "none"
        case thisServer, allServers
    }

    public let messages: [SamplingMessage]
    public let maxTokens: Int
    public let systemPrompt: String?
    public let temperature: Double?
    /// Texts at which the model is to stop.
    public let stopSequences: [String]
    public let modelPreferences: ModelPreferences?
    public let includeContext: Context?
    /// Tools for this request alone; they need not be the server's own. The client must declare `sampling.tools`.
    public let tools: [ToolDefinition]
    public let toolChoice: ToolChoice?
    /// For the model's provider, as it is.
    public let metadata: JSONObject?

    /// - Precondition: `maxTokens` is positive, `temperature` finite.
    public init(
        _ messages: [SamplingMessage], maxTokens: Int, systemPrompt: String? = nil, temperature: Double? = nil,
        stopSequences: [String] = [], modelPreferences: ModelPreferences? = nil, includeContext: Context? = nil,
        tools: [ToolDefinition] = [], toolChoice: ToolChoice? = nil, metadata: JSONObject? = nil
    ) {
        precondition(maxTokens > 0, "maxTokens is positive")
        precondition(temperature?.isFinite ?? true, "temperature is finite")
        self.messages = messages
        self.maxTokens = maxTokens
        self.systemPrompt = systemPrompt
        self.temperature = temperature
        self.stopSequences = stopSequences
        self.modelPreferences = modelPreferences
        self.includeContext = includeContext
        self.tools = tools
        self.toolChoice = toolChoice
        self.metadata = metadata
    }

    /// Whether a client must know of tools here.
    var usesTools: Bool {
        !tools.isEmpty || toolChoice != nil || messages.contains { $0.content.contains(where: \.isOfTools) }
    }
}

/// What the client's model wrote.
public struct SamplingResult: Sendable, Hashable {
    /// Why a model stopped. Open: providers have reasons of their own.
    public struct StopReason: Sendable, Hashable, RawRepresentable, ExpressibleByStringLiteral {
        public let rawValue: String

        public init(rawValue: String) { self.rawValue = rawValue }
        public init(stringLiteral value: String) { rawValue = value }

        /// It has said what it had to say.
        public static let endTurn: StopReason = "endTurn"
        /// It came to one of the request's stop sequences.
        public static let stopSequence: StopReason = "stopSequence"
        /// It was cut off.
        public static let maxTokens: StopReason = "maxTokens"
        /// It waits for the results of tools.
        public static let toolUse: StopReason = "toolUse"
    }

    public let role: Annotations.Role
    public let content: [SamplingContent]
    /// The name of the model.
    public let model: String
    public let stopReason: StopReason?

    public init(role: Annotations.Role, content: [SamplingContent], model: String, stopReason: StopReason? = nil) {
        self.role = role
        self.content = content
        self.model = model
        self.stopReason = stopReason
    }

    /// All pieces of text in one.
    public var text: String {
        content.map { if case .text(let text) = $0 { text } else { "" } }.joined()
    }

    /// The tools that the model wants used; none unless the request had some.
    public var toolUses: [SamplingContent.ToolUse] {
        content.compactMap { if case .toolUse(let use) = $0 { use } else { nil } }
    }

    /// The answer as a message, to go on with.
    public var message: SamplingMessage { SamplingMessage(role, content) }
}
