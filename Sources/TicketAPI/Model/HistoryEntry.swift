/// One entry of a ticket's history; entries are only ever added.
public struct HistoryEntry: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable {
        case comment
        case internalNote = "internal_note"
        case reply, call
        case fieldChange = "field_change"
        case statusChange = "status_change"
        case system

        /// The kinds a caller may write.
        static let writable: [Kind] = [.comment, .internalNote, .reply, .call]
    }

    public enum Visibility: String, Sendable, CaseIterable {
        case `public`, `internal`
    }

    /// 0 until the store has given it one.
    public var id: Int
    /// Counts from 1 within the ticket.
    public var seq: Int
    public var kind: Kind
    public var visibility: Visibility
    public var body: String
    public var author: Named?
    public var channel: RequestChannel?
    public var changes: [FieldChange]
    public var minutesSpent: Int?
    public var occurredAt: Instant
    public var createdAt: Instant
    /// The version of the ticket that this entry made.
    public var ticketVersion: Int

    var json: JSONValue {
        [
            "id": .int(id), "seq": .int(seq), "kind": .string(kind.rawValue), "visibility": .string(visibility.rawValue),
            "body": .string(body), "author": author?.json ?? .null, "channel": channel?.reference ?? .null,
            "changes": .array(changes.map(\.json)), "minutes_spent": .number(minutesSpent),
            "occurred_at": .time(occurredAt), "created_at": .time(createdAt),
        ]
    }

    /// The entry as part of a version conflict: its changes, or the comment itself.
    var changedSince: [JSONValue] {
        let trail: [JSONValue.Member] = [.init("at", .time(createdAt)), .init("by", .text(author?.name))]
        var rows = changes.map { JSONValue.object($0.members + trail) }
        if !body.isEmpty {
            let comment = FieldChange(field: "comment", from: .null, to: .string(body.excerpt(FieldChange.excerptLength)))
            rows.append(.object(comment.members + trail))
        }
        return rows
    }
}
