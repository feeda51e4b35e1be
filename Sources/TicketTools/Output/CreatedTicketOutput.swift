internal import MCPCore

/// What `create_ticket` gives back.
struct CreatedTicketOutput: StructuredOutput {
    private let card: TicketCard

    init(_ ticket: TicketSummary) {
        card = TicketCard(ticket)
    }

    var text: String {
        "Created \(card.ticket.number.oneLine(60)), version \(card.ticket.version).\n" + TextBoundary.wrap(card.line)
    }

    static let schema = OutputSchema<CreatedTicketOutput>.object(field("ticket", { $0.card }, TicketCard.schema))
}
