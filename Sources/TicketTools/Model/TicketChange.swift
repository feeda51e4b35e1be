/// What a change of a ticket did.
struct TicketChange: Sendable, Hashable {
    let ticket: Ticket
    let changes: [FieldChange]
    let version: Int

    init(_ node: Node) throws(APIError) {
        ticket = try Ticket(node["ticket"])
        changes = try node.optional("changes")?.map(FieldChange.init) ?? []
        version = try node.optionalInteger("version") ?? ticket.summary.version
    }
}
