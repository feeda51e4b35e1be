public import MCPCore

/// What callers can be granted with regard to tickets.
public enum TicketScope: String, Sendable, CaseIterable {
    case read = "tickets:read"
    /// With reading.
    case write = "tickets:write"
    /// With reading and writing.
    case admin = "tickets:admin"

    /// What the ticket tools take: reading or writing, whichever a tool does, unless said otherwise.
    ///
    /// Held to it is who came with an access token, or with a key that names scopes; others were let in to do everything.
    /// - Parameter overrides: what single tools take instead.
    public static func policy(overrides: [String: Set<String>] = [:]) -> ScopePolicy {
        ScopePolicy(
            read: [read.rawValue], write: [write.rawValue], overrides: overrides,
            implied: [admin.rawValue: [write.rawValue], write.rawValue: [read.rawValue]]
        ) { $0.issuer != nil || !$0.scopes.isEmpty }
    }
}
