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
        let what = "#\(entry.seq) (\(entry.kind.oneLine(60)), \(entry.visibility.oneLine(60)))"
        // Who will read it is what there is to check before it cannot be taken back.
        let readers = entry.visibility == EntryVisibility.public.rawValue ? "the requester can read it" : "staff alone can read it"
        var text =
            addition.isDryRun
            ? "Dry run, nothing was added. Would add \(what) to \(ticket.text); \(readers)."
            : "Added \(what) to \(ticket.text); \(readers). It is at version \(addition.ticketVersion) now."
        if !entry.changes.isEmpty { text += "\n" + TextBoundary.wrap(entry.changes.map(\.line).joined(separator: "\n")) }
        return text + addition.notes.lines
    }

    static let schema = OutputSchema<HistoryAddedOutput>.object(
        field("history_id", ifPresent: { $0.addition.id }, .integer), field("seq", { $0.addition.entry.seq }, .integer),
        field("ticket_version", ifPresent: { $0.addition.isDryRun ? nil : $0.addition.ticketVersion }, .integer),
        field("kind", { $0.addition.entry.kind }, .string), field("visibility", { $0.addition.entry.visibility }, .string),
        field("changes", { $0.addition.entry.changes }, .array(of: FieldChange.schema)),
        field("dry_run", ifPresent: { $0.addition.isDryRun ? true : nil }, .boolean),
        field("notes", ifPresent: { $0.addition.notes.isEmpty ? nil : $0.addition.notes }, .array(of: .string)))
}
