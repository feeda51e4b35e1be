internal import MCPCore

/// The arguments of `get_ticket_detail`.
struct DetailRequest: Sendable {
    enum Part: String, Sendable, CaseIterable {
        case history, description
        case allowedTransitions = "allowed_transitions"
    }

    /// What the model is given to read: lines, or the same JSON that programs get.
    enum Format: String, Sendable, CaseIterable {
        case markdown, json
    }

    /// Tickets of one call.
    static let ticketLimit = 20

    let ticket: TicketReference?
    let tickets: [TicketReference]?
    let parts: [Part]?
    let historyLimit: Int
    let historyCursor: String?
    let historyOrder: SortOrder
    let characters: Int?
    let format: Format?

    /// Of several tickets the history is read where it is asked for; each costs a request.
    func wants(_ part: Part) -> Bool { parts?.contains(part) ?? (part != .history || tickets == nil) }

    /// Of the description and each entry.
    var shownCharacters: Int { characters ?? (tickets == nil ? 4_000 : 1_000) }

    static let schema = Schema<DetailRequest>.object(
        optional("ticket", "Id or number (T-000123).", .ticket),
        optional("tickets", "Up to 20, in place of ticket.", .list(of: .ticket, ticketLimit)),
        optional("include", "Default: all; of tickets no history.", .list(of: .choice, 3)),
        defaulted("history_limit", .integer(1...100), 10, as: 10),
        optional("history_cursor", "Same order.", .cursor),
        defaulted("history_order", .choice, .desc, as: "desc"),
        optional("max_chars", "Of each text.", .integer(100...200_000)),
        optional("format", Schema<Format>.choice.told(as: ["type": "string"])),
        build: DetailRequest.init
    ).map { input, decoder in
        switch (input.ticket, input.tickets) {
        case (nil, nil), (nil, []?): decoder.inMember("ticket") { $0.report("is required, or tickets") }
        case (_?, _?): decoder.inMember("tickets") { $0.report("cannot go with ticket; give one of them") }
        case (nil, _?) where input.historyCursor != nil:
            decoder.inMember("history_cursor") { $0.report("is of one ticket; give ticket in place of tickets") }
        default: return input
        }
        return nil
    }.accepting { object, _ in
        guard object["format"] == "text" else { return object }
        // As it was called before.
        var object = object
        object["format"] = "markdown"
        return object
    }
}
