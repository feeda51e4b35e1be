internal import MCPCore

/// What `update_ticket` gives back.
struct TicketUpdateOutput: StructuredOutput {
    private let change: TicketChange
    /// To be used next; nil where it is not known.
    private let version: Int?

    /// - Parameter expected: what the change was meant for: after a dry run the ticket is still at that.
    init(_ change: TicketChange, expected: VersionMatch) {
        self.change = change
        switch (change.isDryRun, expected) {
        case (false, _): version = change.version
        case (true, .exactly(let number)): version = number
        case (true, .any): version = nil
        }
    }

    /// Nil after a dry run: the ticket is not like that.
    private var card: TicketCard? { change.isDryRun ? nil : TicketCard(change.ticket.summary) }

    var text: String {
        let number = change.ticket.summary.number.oneLine(60)
        var lines = change.changes.map(\.line)
        if let card { lines.append(card.line) }
        let quote = lines.isEmpty ? "" : "\n" + TextBoundary.wrap(lines.joined(separator: "\n"))
        return head(number) + quote + change.notes.lines
    }

    private func head(_ number: String) -> String {
        let at = version.map { "version \($0)" }
        if change.isDryRun {
            let still = at.map { " It is still at \($0)." } ?? ""
            return "Dry run, nothing was changed.\(still) "
                + (change.changes.isEmpty ? "\(number) is as it was asked for already." : "Would change \(number):")
        }
        return change.changes.isEmpty
            ? "\(number) is as it was asked for already; version \(change.version)." : "Changed \(number), now version \(change.version)."
    }

    static let schema = OutputSchema<TicketUpdateOutput>.object(
        field("ticket", ifPresent: { $0.card }, TicketCard.schema),
        field("changes", { $0.change.changes }, .array(of: FieldChange.schema)),
        field("version", ifPresent: { $0.version }, .integer),
        field("dry_run", ifPresent: { $0.change.isDryRun ? true : nil }, .boolean),
        field("notes", ifPresent: { $0.change.notes.isEmpty ? nil : $0.change.notes }, .array(of: .string)))
}
