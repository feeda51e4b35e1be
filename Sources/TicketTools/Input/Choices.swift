enum Priority: String, Sendable, CaseIterable {
    case low, normal, high, urgent
}

enum StatusGroup: String, Sendable, CaseIterable {
    case new, open, pending, resolved, closed
}

enum UserRole: String, Sendable, CaseIterable {
    case agent, admin, requester
}

enum SortOrder: String, Sendable, CaseIterable {
    case asc, desc
}

enum TicketSort: String, Sendable, CaseIterable {
    case updatedAt = "updated_at"
    case createdAt = "created_at"
    case dueAt = "due_at"
    case priority, number, relevance
}

enum EntryKind: String, Sendable, CaseIterable {
    case comment
    case internalNote = "internal_note"
    case reply, call
}

enum EntryVisibility: String, Sendable, CaseIterable {
    case `public`, `internal`
}
