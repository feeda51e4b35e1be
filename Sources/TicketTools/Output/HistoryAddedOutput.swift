internal import MCPCore

/// What `add_ticket_history` gives back. The entry's text is not repeated: the caller wrote it.
struct HistoryAddedOutput: StructuredOutput {
    private let addition: HistoryAddition
    private let ticket: TicketReference

    init(_ addition: HistoryAddition, ticket: TicketReference) {
        self.addition = addition
        self.ticket = ticket
    }

    var text: String {
        let entry = addition.entry
        var text =
            "Added #\(addition.seq) (\(entry.kind.oneLine(60)), \(entry.visibility.oneLine(60))) to \(ticket.text); it is at version "
        text += "\(addition.ticketVersion) now."
        guard !entry.changes.isEmpty else { return text }
        return text + "\n" + TextBoundary.wrap(entry.changes.map(\.line).joined(separator: "\n"))
    }

    static let schema = OutputSchema<HistoryAddedOutput>.object(
        field("history_id", { $0.addition.id }, .integer), field("seq", { $0.addition.seq }, .integer),
        field("ticket_version", { $0.addition.ticketVersion }, .integer), field("kind", { $0.addition.entry.kind }, .string),
        field("visibility", { $0.addition.entry.visibility }, .string),
        field("changes", { $0.addition.entry.changes }, .array(of: FieldChange.schema)))
}
