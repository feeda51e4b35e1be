internal import MCPCore

/// What `get_ticket_list` gives back.
struct TicketListOutput: StructuredOutput {
    private let cards: [TicketCard]
    private let page: PageInfo
    private let asOf: String?
    private let truncations: [Truncation]
    private let zone: ZoneOffset

    init(_ listing: Listing<TicketSummary>, _ fields: Set<TicketField>, limit: Int, zone: ZoneOffset) {
        var cards: [TicketCard] = []
        var truncations: [Truncation] = []
        for (index, ticket) in listing.items.enumerated() {
            var description: String?
            if fields.contains(.description), let whole = ticket.description {
                let (text, truncation) = whole.cut(to: limit, "items[\(index)].description")
                description = text
                if let truncation { truncations.append(truncation) }
            }
            cards.append(TicketCard(ticket, fields, description: description))
        }
        self.cards = cards
        self.truncations = truncations
        self.zone = zone
        page = listing.page
        asOf = listing.asOf
    }

    var text: String {
        guard !cards.isEmpty else { return "No tickets fit (0 found). Dates are days in \(zone)." }
        var head = page.count(of: cards.count == 1 && page.total == nil ? "ticket" : "tickets")
        if let asOf { head += ", as of \(asOf.oneLine(60))" }
        head += ". Dates are days in \(zone)."
        let lines = cards.map { card in card.line + (card.description.map { "\n    " + $0.indented } ?? "") }
        var tail = page.continuation()
        if !truncations.isEmpty {
            let numbers = truncations.map { "\($0.kept) of \($0.fullLength)" }.joined(separator: ", ")
            tail += "\n\(truncations.count) descriptions are cut (characters: \(numbers)); get_ticket_detail has them in full."
        }
        return head + "\n" + TextBoundary.wrap(lines.joined(separator: "\n")) + "\n" + tail
    }

    static let schema = OutputSchema<TicketListOutput>.object(
        field("items", { $0.cards }, .array(of: TicketCard.schema)),
        field("page", { $0.page }, PageInfo.schema),
        field("truncated", ifPresent: { $0.truncations.isEmpty ? nil : $0.truncations }, .array(of: Truncation.schema)),
        field("as_of", ifPresent: { $0.asOf }, .string))
}

extension String {
    /// Lines behind the first moved in, so that they are seen to belong to it.
    var indented: String { split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n    ") }
}
