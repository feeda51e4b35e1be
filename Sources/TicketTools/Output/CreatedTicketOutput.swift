internal import MCPCore

/// What `create_ticket` gives back.
struct CreatedTicketOutput: StructuredOutput {
    private enum Outcome {
        case created(TicketCard)
        case preview(TicketPreview)
    }

    private let outcome: Outcome
    /// Others that look like it.
    private let duplicates: [PossibleDuplicate]
    private let notes: [String]

    init(_ node: Node, _ options: WriteOptions) throws(APIError) {
        outcome =
            options.isDryRun ? .preview(TicketPreview(try node["would_create"])) : .created(TicketCard(try Ticket(node).summary))
        duplicates = try node.optional("possible_duplicates")?.map(PossibleDuplicate.init) ?? []
        notes = try node.strings("notes")
    }

    private var card: TicketCard? { if case .created(let card) = outcome { card } else { nil } }
    private var preview: TicketPreview? { if case .preview(let preview) = outcome { preview } else { nil } }

    var text: String {
        let text =
            switch outcome {
            case .created(let card):
                "Created \(card.ticket.number.oneLine(60)), version \(card.ticket.version).\n" + TextBoundary.wrap(card.line)
            case .preview(let preview): "Dry run, nothing was created. Would create:\n" + TextBoundary.wrap(preview.lines)
            }
        guard !duplicates.isEmpty else { return text + notes.lines }
        let advice =
            preview == nil
            ? "It was created all the same; if it is one of these, say so in its history and close it"
            : "If it is one of these, add to that one with add_ticket_history instead"
        let list = TextBoundary.wrap(duplicates.map(\.line).joined(separator: "\n"))
        return text + "\nPossible duplicates. \(advice):\n\(list)" + notes.lines
    }

    static let schema = OutputSchema<CreatedTicketOutput>.object(
        field("ticket", ifPresent: { $0.card }, TicketCard.schema),
        field("would_create", ifPresent: { $0.preview?.json }, OutputSchema<JSON>.json.told { $0 = ["type": "object"] }),
        field(
            "possible_duplicates", ifPresent: { $0.duplicates.isEmpty ? nil : $0.duplicates }, .array(of: PossibleDuplicate.schema)),
        field("dry_run", ifPresent: { $0.preview == nil ? nil : true }, .boolean),
        field("notes", ifPresent: { $0.notes.isEmpty ? nil : $0.notes }, .array(of: .string)))
}
