/// What adding to a ticket's history did, or would do.
struct HistoryAddition: Sendable, Hashable {
    /// Nil for a dry run.
    let id: Int?
    let ticketVersion: Int
    let entry: HistoryEntry
    let notes: [String]

    var isDryRun: Bool { id == nil }

    init(_ node: Node) throws(APIError) {
        let isDryRun = try node.bool("dry_run", default: false)
        id = isDryRun ? nil : try node["history_id"].integer
        ticketVersion = try node["ticket_version"].integer
        entry = try HistoryEntry(node[isDryRun ? "would_add" : "history"])
        notes = try node.strings("notes")
    }
}
