/// One entry of a ticket's history.
struct HistoryEntry: Sendable, Hashable {
    let seq: Int
    let kind: String
    let visibility: String
    var body: String
    let author: Named?
    /// Its key.
    let channel: String?
    let changes: [FieldChange]
    let minutesSpent: Int?
    let occurredAt: String

    init(_ node: Node) throws(APIError) {
        seq = try node["seq"].integer
        kind = try node["kind"].string
        visibility = try node["visibility"].string
        body = try node.optionalString("body") ?? ""
        author = try node.optional("author", Named.init)
        channel = try node.optional("channel")?["key"].string
        changes = try node.optional("changes")?.map(FieldChange.init) ?? []
        minutesSpent = try node.optionalInteger("minutes_spent")
        occurredAt = try node["occurred_at"].string
    }
}
