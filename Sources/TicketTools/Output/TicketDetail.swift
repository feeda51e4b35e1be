internal import MCPCore

/// One ticket as far as it was asked for.
struct TicketDetail: Sendable {
    let ticket: Ticket
    private let card: TicketCard
    private let allowedNext: [String]?
    private let history: [HistoryEntry]?
    private let page: PageInfo?
    private let truncations: [Truncation]
    private let notes: [String]

    init(_ ticket: Ticket, _ listing: Listing<HistoryEntry>?, _ request: DetailRequest) {
        var truncations: [Truncation] = []
        func cut(_ text: String, _ field: String) -> String {
            let (text, truncation) = text.cut(to: request.shownCharacters, field)
            if let truncation { truncations.append(truncation) }
            return text
        }
        let description = request.wants(.description) ? cut(ticket.description, "ticket.description") : nil
        history = listing?.items.enumerated().map { index, entry in
            var entry = entry
            entry.body = cut(entry.body, "history[\(index)].body")
            return entry
        }
        self.ticket = ticket
        self.truncations = truncations
        notes = ticket.notes + (listing?.notes ?? [])
        card = TicketCard(ticket.summary, TicketField.allButDescription, description: description)
        allowedNext = request.wants(.allowedTransitions) ? ticket.allowedNext : nil
        page = listing?.page
    }

    var lines: String {
        let summary = ticket.summary
        let state = "status \(summary.status.oneLine(60)), priority \(summary.priority.oneLine(60))"
        var lines = ["\(summary.number.oneLine(60)) (id \(summary.id)), version \(summary.version), \(state)"]
        if let allowedNext {
            lines.append("next statuses: \(allowedNext.isEmpty ? "none" : allowedNext.map { $0.oneLine(60) }.joined(separator: ", "))")
        }
        lines.append(TextBoundary.wrap(content))
        if let page {
            let total = ticket.historyCount.map { " of \($0)" } ?? ""
            lines.append("History: \(page.returned)\(total) entries. \(page.continuation("history_cursor"))")
        }
        for cut in truncations {
            lines.append("\(cut.path) is cut: \(cut.kept) of \(cut.fullLength) characters; call again with max_chars: \(cut.fullLength)")
        }
        return lines.joined(separator: "\n") + notes.lines
    }

    /// Everything that people wrote.
    private var content: String {
        let summary = ticket.summary
        var lines = ["title: \(summary.title.oneLine())"]
        func add(_ name: String, _ value: String?) {
            if let value { lines.append("\(name): \(value.oneLine(1_000))") }
        }
        func named(_ value: Named?) -> String? { value.map { "\($0.name) (id \($0.id))" } }
        add("assignee", named(summary.assignee) ?? "none")
        add(
            "requester",
            summary.requester.map { requester in
                requester.name + (requester.id.map { " (id \($0))" } ?? "") + (requester.contact.map { " <\($0)>" } ?? "")
            })
        add("account", named(summary.account))
        add("category", named(summary.category))
        add("category detail", named(summary.categoryDetail))
        add("channel", summary.requestChannel)
        add("tags", summary.tags.isEmpty ? nil : summary.tags.joined(separator: ", "))
        add("due", summary.dueAt)
        add("created", summary.createdAt + (ticket.createdBy.map { " by \($0.name)" } ?? ""))
        add("updated", summary.updatedAt + (ticket.updatedBy.map { " by \($0.name)" } ?? ""))
        add("first response", ticket.firstResponseAt)
        add("resolved", ticket.resolvedAt)
        add("closed", ticket.closedAt)
        add("url", summary.absoluteURL)
        if let description = card.description {
            lines.append(description.isEmpty ? "description: (empty)" : "description:\n\(description)")
        }
        for entry in history ?? [] { lines.append(entry.text) }
        return lines.joined(separator: "\n")
    }

    static let schema = OutputSchema<TicketDetail>.object(
        field("ticket", { $0.card }, TicketCard.schema),
        field("first_response_at", ifPresent: { $0.ticket.firstResponseAt }, .string),
        field("resolved_at", ifPresent: { $0.ticket.resolvedAt }, .string),
        field("closed_at", ifPresent: { $0.ticket.closedAt }, .string),
        field("created_by", ifPresent: { $0.ticket.createdBy }, .named),
        field("updated_by", ifPresent: { $0.ticket.updatedBy }, .named),
        field("allowed_next", ifPresent: { $0.allowedNext }, .array(of: .string)),
        field("history_count", ifPresent: { $0.ticket.historyCount }, .integer),
        field("history", ifPresent: { $0.history }, .array(of: HistoryEntry.schema)),
        field("history_page", ifPresent: { $0.page }, PageInfo.schema),
        field("truncated", ifPresent: { $0.truncations.isEmpty ? nil : $0.truncations }, .array(of: Truncation.schema)),
        field("notes", ifPresent: { $0.notes.isEmpty ? nil : $0.notes }, .array(of: .string)))
}
