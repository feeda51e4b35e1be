/// What a change of a ticket did.
struct TicketChange: Sendable, Hashable {
    let ticket: Ticket
    let changes: [FieldChange]
    let version: Int
    /// Nothing was done: it is what would be.
    let isDryRun: Bool
    let notes: [String]

    init(_ node: Node) throws(APIError) {
        ticket = try Ticket(node["ticket"])
        changes = try node.optional("changes")?.map(FieldChange.init) ?? []
        version = try node.optionalInteger("version") ?? ticket.summary.version
        isDryRun = try node.bool("dry_run", default: false)
        notes = try node.strings("notes")
    }
}
