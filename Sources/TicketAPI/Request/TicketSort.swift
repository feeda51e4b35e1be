/// The order of a ticket listing; ties are broken by id.
public struct TicketSort: Sendable, Equatable {
    public enum Key: String, Sendable, CaseIterable {
        case updatedAt = "updated_at"
        case createdAt = "created_at"
        case dueAt = "due_at"
        case priority, number, relevance
    }

    public var key: Key
    public var descending: Bool

    public init(_ key: Key = .updatedAt, descending: Bool = true) {
        self.key = key
        self.descending = descending
    }
}
