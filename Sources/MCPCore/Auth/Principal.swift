/// Who is calling, as an ``AuthProvider`` found.
public struct Principal: Sendable, Hashable {
    /// Unique among the principals of one server; never a secret.
    public let id: String
    /// For people.
    public let displayName: String?
    /// What the caller may do.
    public let scopes: Set<String>
    /// What else the provider vouches for, such as the tenant, and what goes on to the upstream in the caller's name. Never printed: it may
    /// hold what the upstream takes for a password.
    public let attributes: [String: String]

    public init(id: String, displayName: String? = nil, scopes: Set<String> = [], attributes: [String: String] = [:]) {
        self.id = id
        self.displayName = displayName
        self.scopes = scopes
        self.attributes = attributes
    }

    /// Nobody in particular: the server asks for no identity.
    public static let anonymous = Principal(id: "anonymous")
}
