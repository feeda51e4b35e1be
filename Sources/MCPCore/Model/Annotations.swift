/// Hints on who a piece of content is for and how much it matters.
public struct Annotations: Sendable, Hashable {
    public enum Role: String, Sendable, Hashable {
        case user, assistant
    }

    public var audience: [Role]
    /// From 0, optional, to 1, required.
    public var priority: Double?
    /// ISO 8601.
    public var lastModified: String?

    public init(audience: [Role] = [], priority: Double? = nil, lastModified: String? = nil) {
        self.audience = audience
        self.priority = priority
        self.lastModified = lastModified
    }
}
