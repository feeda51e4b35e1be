/// What a server says of itself when a client opens a conversation.
public struct ServerDescription: Sendable, Hashable {
    public var implementation: Implementation
    public var capabilities: ServerCapabilities
    /// For the model: what the server is good for and how its tools go together.
    public var instructions: String?

    public init(implementation: Implementation, capabilities: ServerCapabilities, instructions: String? = nil) {
        self.implementation = implementation
        self.capabilities = capabilities
        self.instructions = instructions
    }
}
