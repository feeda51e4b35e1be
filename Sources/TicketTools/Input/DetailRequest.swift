internal import MCPCore

/// The arguments of `get_ticket_detail`.
struct DetailRequest: Sendable {
    enum Part: String, Sendable, CaseIterable {
        case history, description
        case allowedTransitions = "allowed_transitions"
    }

    /// What the model is given to read: lines, or the same JSON that programs get.
    enum Format: String, Sendable, CaseIterable {
        case text, json
    }

    let ticket: TicketReference
    let parts: [Part]?
    let historyLimit: Int
    let historyCursor: String?
    let historyOrder: SortOrder
    let characters: Int
    let format: Format

    func wants(_ part: Part) -> Bool { parts?.contains(part) ?? true }

    static let schema = Schema<DetailRequest>.object(
        required("ticket", "Id or number (T-000123).", .ticket),
        optional("include", "Default: all.", .list(of: .choice, 3)),
        defaulted("history_limit", .integer(1...100), 10, as: 10),
        optional("history_cursor", "Same order.", .cursor),
        defaulted("history_order", .choice, .desc, as: "desc"),
        defaulted("max_chars", "Of description and each entry.", .integer(100...200_000), 4_000, as: 4_000),
        defaulted("format", .choice, .text, as: "text"),
        build: DetailRequest.init)
}
