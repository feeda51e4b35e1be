/// Which members of a ticket an answer holds.
public struct TicketFields: Sendable, Equatable {
    /// In the order in which they are written.
    public let names: [String]

    private init(_ names: Set<String>) {
        self.names = Self.all.filter(names.contains)
    }

    static let identity = ["id", "number"]
    static let listed =
        identity + [
            "title", "status", "priority", "category", "category_detail", "request_channel", "account", "requester", "assignee", "tags",
            "due_at", "created_at", "updated_at", "version", "url",
        ]
    static let all =
        listed + [
            "description", "first_response_at", "resolved_at", "closed_at", "created_by", "updated_by", "allowed_next", "history_count",
        ]

    /// The form of tickets in listings.
    public static let summary = TicketFields(Set(listed))
    /// The form of one ticket.
    public static let full = TicketFields(Set(all))

    /// A ticket that does not exist yet has no id, and so no number and no address.
    static let draft = TicketFields(Set(all).subtracting(identity + ["url"]))
    /// Enough to tell whether a ticket is about the same thing as another.
    static let brief = TicketFields(Set(identity + ["title", "status", "assignee", "created_at", "url"]))

    func contains(_ name: String) -> Bool { names.contains(name) }

    /// These and `name`.
    func with(_ name: String) -> TicketFields { TicketFields(Set(names + [name])) }

    /// Reads `fields`, names separated by commas, in as many parameters as one likes. Nil when it is not given.
    static func read(_ reader: inout QueryReader) -> TicketFields? {
        let words = reader.strings("fields").flatMap { $0.split(separator: ",").map(String.init) }
        guard !words.isEmpty else { return nil }
        for word in words where !all.contains(word) {
            reader.refuse("fields", "unknown", "A ticket has no field '\(word.excerpt(40))'.", allowed: all)
        }
        return TicketFields(Set(identity + words))
    }
}
