/// What a server offers. It follows from what is registered; nobody types it by hand.
public struct ServerCapabilities: Sendable, Hashable {
    public var tools: Bool

    public init(tools: Bool) {
        self.tools = tools
    }
}
