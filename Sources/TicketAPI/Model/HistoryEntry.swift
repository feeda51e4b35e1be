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

    var json: JSONValue { .object([.init("id", .int(id))] + draft) }

    /// Everything but the id, which an entry that is not stored does not have.
    var draft: [JSONValue.Member] {
        [
            .init("seq", .int(seq)), .init("kind", .string(kind.rawValue)), .init("visibility", .string(visibility.rawValue)),
            .init("body", .string(body)), .init("author", author?.json ?? .null), .init("channel", channel?.reference ?? .null),
            .init("changes", .array(changes.map(\.json))), .init("minutes_spent", .number(minutesSpent)),
            .init("occurred_at", .time(occurredAt)), .init("created_at", .time(createdAt)),
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
