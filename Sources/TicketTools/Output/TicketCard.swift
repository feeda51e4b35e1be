internal import MCPCore

/// A ticket as far as it is shown.
struct TicketCard: Sendable {
    let ticket: TicketSummary
    let fields: Set<TicketField>
    /// As much of it as is shown.
    let description: String?

    init(_ ticket: TicketSummary, _ fields: Set<TicketField> = TicketField.allButDescription, description: String? = nil) {
        self.ticket = ticket
        self.fields = fields
        self.description = description
    }

    /// One line: what is ours to say first, what others wrote behind it.
    var line: String {
        var head = ticket.number.oneLine(60)
        if fields.contains(.id) { head += " id=\(ticket.id)" }
        if fields.contains(.version) { head += " v\(ticket.version)" }
        if fields.contains(.status) { head += " \(ticket.status.oneLine(60))" }
        if fields.contains(.priority) { head += " \(ticket.priority.oneLine(60))" }
        var facts = [head]
        if fields.contains(.title) { facts.append(ticket.title.oneLine()) }
        if fields.contains(.assignee) { facts.append("assignee: \(ticket.assignee?.name.oneLine(200) ?? "none")") }
        let others: [(TicketField, String)] = [
            (.account, "account"), (.category, "category"), (.categoryDetail, "detail"), (.requestChannel, "channel"),
            (.requester, "requester"), (.tags, "tags"), (.dueAt, "due"), (.createdAt, "created"), (.updatedAt, "updated"), (.url, "url"),
        ]
        for (field, name) in others where fields.contains(field) {
            if let value = value(field) { facts.append("\(name): \(value.oneLine(1_000))") }
        }
        return facts.joined(separator: " | ")
    }

    /// A field as people read it; nil for nothing.
    func value(_ field: TicketField) -> String? {
        switch field {
        case .id: String(ticket.id)
        case .title: ticket.title
        case .status: ticket.status
        case .priority: ticket.priority
        case .assignee: ticket.assignee?.name
        case .account: ticket.account?.name
        case .category: ticket.category?.name
        case .categoryDetail: ticket.categoryDetail?.name
        case .requestChannel: ticket.requestChannel
        case .requester: ticket.requester.map { requester in requester.name + (requester.contact.map { " <\($0)>" } ?? "") }
        case .tags: ticket.tags.isEmpty ? nil : ticket.tags.joined(separator: ", ")
        case .dueAt: ticket.dueAt
        case .createdAt: ticket.createdAt
        case .updatedAt: ticket.updatedAt
        case .version: String(ticket.version)
        case .url: ticket.absoluteURL
        case .description: description
        }
    }

    /// A field in a table, as short as it can be taken back: names in two languages by the first, times to the minute.
    func cell(_ field: TicketField) -> String {
        let value = value(field) ?? ""
        switch field {
        case .category, .categoryDetail: return value.bilingualNames.count > 1 ? value.bilingualNames[1].trimmingBlanks : value
        case .dueAt, .createdAt, .updatedAt: return value.toTheMinute
        default: return value
        }
    }

    static let schema = OutputSchema<TicketCard>.object(
        field("number", { $0.ticket.number }, .string),
        part(.id, .integer) { $0.id },
        part(.title, .string) { $0.title },
        part(.status, .string) { $0.status },
        part(.priority, .string) { $0.priority },
        part(.assignee, .named) { $0.assignee },
        part(.account, .named) { $0.account },
        part(.category, .named) { $0.category },
        part(.categoryDetail, .named) { $0.categoryDetail },
        part(.requestChannel, .string) { $0.requestChannel },
        part(.requester, .requester) { $0.requester },
        part(.tags, .array(of: .string)) { $0.tags },
        part(.dueAt, .string) { $0.dueAt },
        part(.createdAt, .string) { $0.createdAt },
        part(.updatedAt, .string) { $0.updatedAt },
        part(.version, .integer) { $0.version },
        part(.url, .string) { $0.url },
        field("description", ifPresent: { $0.description }, .string))

    /// A member that is there if it is to be shown and has a value.
    private static func part<Value: Sendable>(
        _ part: TicketField, _ schema: OutputSchema<Value>, _ value: @escaping @Sendable (TicketSummary) -> Value?
    ) -> OutputField<TicketCard> {
        field(part.rawValue, ifPresent: { card in card.fields.contains(part) ? value(card.ticket) : nil }, schema)
    }
}

extension OutputSchema where Value == Named {
    /// `{id, name}`
    static var named: OutputSchema {
        OutputSchema.object(field("id", { $0.id }, .integer), field("name", { $0.name }, .string)).loose
    }
}

extension OutputSchema where Value == Requester {
    /// `{id?, name, contact?}`
    static var requester: OutputSchema {
        OutputSchema.object(
            field("id", ifPresent: { $0.id }, .integer), field("name", { $0.name }, .string),
            field("contact", ifPresent: { $0.contact }, .string)
        ).loose
    }
}

extension String {
    fileprivate var trimmingBlanks: String {
        var text = self[...]
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }

    /// `2026-11-21T09:00:42.123Z` as `2026-11-21T09:00Z`; anything else stays.
    fileprivate var toTheMinute: String {
        guard Moment(self) != nil, utf8.count > 17, utf8.last == UInt8(ascii: "Z"), Array(utf8)[16] == UInt8(ascii: ":") else {
            return self
        }
        return prefix(16) + "Z"
    }
}
