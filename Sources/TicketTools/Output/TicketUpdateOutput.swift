internal import MCPCore

/// What `update_ticket` gives back.
struct TicketUpdateOutput: StructuredOutput {
    private let change: TicketChange

    init(_ change: TicketChange) {
        self.change = change
    }

    private var card: TicketCard { TicketCard(change.ticket.summary) }

    var text: String {
        let number = change.ticket.summary.number.oneLine(60)
        guard !change.changes.isEmpty else {
            return "\(number) is as it was asked for already; version \(change.version).\n" + TextBoundary.wrap(card.line)
        }
        let lines = change.changes.map(\.line) + [card.line]
        return "Changed \(number), now version \(change.version).\n" + TextBoundary.wrap(lines.joined(separator: "\n"))
    }

    static let schema = OutputSchema<TicketUpdateOutput>.object(
        field("ticket", { $0.card }, TicketCard.schema),
        field("changes", { $0.change.changes }, .array(of: FieldChange.schema)),
        field("version", { $0.change.version }, .integer))
}
