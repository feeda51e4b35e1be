/// What adding to a ticket's history did.
struct HistoryAddition: Sendable, Hashable {
    let id: Int
    let seq: Int
    let ticketVersion: Int
    let entry: HistoryEntry

    init(_ node: Node) throws(APIError) {
        id = try node["history_id"].integer
        seq = try node["seq"].integer
        ticketVersion = try node["ticket_version"].integer
        entry = try HistoryEntry(node["history"])
    }
}
