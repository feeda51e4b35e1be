/// What a list of tickets can show of each, beside its number.
enum TicketField: String, Sendable, CaseIterable {
    case id, title, status, priority, assignee, account, category
    case categoryDetail = "category_detail"
    case requestChannel = "request_channel"
    case requester, tags
    case dueAt = "due_at"
    case createdAt = "created_at"
    case updatedAt = "updated_at"
    case version, url, description

    /// Enough to choose a ticket by, and to change it.
    static let usual: Set<TicketField> = [.title, .status, .priority, .assignee, .account, .category, .updatedAt, .dueAt, .version]
    /// Above a column of a table.
    var heading: String {
        switch self {
        case .version: "v"
        case .dueAt: "due"
        case .createdAt: "created"
        case .updatedAt: "updated"
        default: rawValue
        }
    }

    static let allButDescription = Set(allCases).subtracting([.description])
}
