internal import MCPCore

/// What `get_ticket_list` gives back.
struct TicketListOutput: StructuredOutput {
    private let cards: [TicketCard]
    private let columns: [TicketField]
    private let page: PageInfo
    private let asOf: String?
    private let notes: [String]
    private let truncations: [Truncation]
    private let zone: ZoneOffset
    private let format: TextFormat

    init(
        _ listing: Listing<TicketSummary>, _ fields: Set<TicketField>, limit: Int, zone: ZoneOffset, format: TextFormat? = nil
    ) {
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
        self.format = format ?? .markdown
        columns = TicketField.allCases.filter(fields.contains)
        page = listing.page
        asOf = listing.asOf
        notes = listing.notes
    }

    var text: String {
        if format == .json { return Self.schema.encode(self).text }
        let dates = " Dates are days in \(zone)."
        guard !cards.isEmpty else {
            return (page.hasMore ? "None on this page." + dates + "\n" + page.continuation() : "No tickets fit (0 found)." + dates)
                + notes.lines
        }
        var head = page.count(of: cards.count == 1 && page.total == nil ? "ticket" : "tickets")
        if let asOf { head += ", as of \(asOf.oneLine(60))" }
        head += "." + dates
        var tail = page.continuation()
        if !truncations.isEmpty {
            let numbers = truncations.map { "\($0.kept) of \($0.fullLength)" }.joined(separator: ", ")
            tail += "\n\(truncations.count) descriptions are cut (characters: \(numbers)); get_ticket_detail has them in full."
        }
        return head + "\n" + TextBoundary.wrap(format == .csv ? csv : table) + "\n" + tail + notes.lines
    }

    /// Column by column what stands once in the head is not said again in each row.
    private var table: String {
        let names = ["number"] + columns.map(\.heading)
        let rows = cards.map { card in ([card.ticket.number] + columns.map { card.cell($0) }).map(\.tableCell) }
        return ([names, names.map { _ in "-" }] + rows).map { $0.joined(separator: "|") }.joined(separator: "\n")
    }

    private var csv: String {
        let rows = cards.map { card in CSVText.row([card.ticket.number] + columns.map { card.value($0) ?? "" }) }
        return (CSVText.row(["number"] + columns.map(\.rawValue)) + rows.joined()).replacingLineEnds
    }

    static let schema = OutputSchema<TicketListOutput>.object(
        field("items", { $0.cards }, .array(of: TicketCard.schema)),
        field("page", { $0.page }, PageInfo.schema),
        field("truncated", ifPresent: { $0.truncations.isEmpty ? nil : $0.truncations }, .array(of: Truncation.schema)),
        field("as_of", ifPresent: { $0.asOf }, .string),
        field("notes", ifPresent: { $0.notes.isEmpty ? nil : $0.notes }, .array(of: .string)))
}

extension [String] {
    /// One a line, behind a text.
    var lines: String { map { "\nNote: \($0)" }.joined() }
}

extension String {
    /// Lines behind the first moved in, so that they are seen to belong to it.
    var indented: String { split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n    ") }

    /// In a table of Markdown: on one line, and no border of its own.
    var tableCell: String {
        var cell = ""
        for character in oneLine(1_000) {
            if character == "|" || character == "\\" { cell.append("\\") }
            cell.append(character)
        }
        return cell
    }

    /// In an answer, lines end as they do everywhere else in it.
    var replacingLineEnds: String { split(separator: "\r\n", omittingEmptySubsequences: true).joined(separator: "\n") }
}
