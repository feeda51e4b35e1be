/// Who is calling, as an ``AuthProvider`` found.
public struct Principal: Sendable, Hashable {
    /// Unique among the principals of one server; never a secret.
    public let id: String
    /// For people.
    public let displayName: String?
    /// What the caller may do.
    public let scopes: Set<String>

    public init(id: String, displayName: String? = nil, scopes: Set<String> = []) {
        self.id = id
        self.displayName = displayName
        self.scopes = scopes
    }

    /// Nobody in particular: the server asks for no identity.
    public static let anonymous = Principal(id: "anonymous")
}
