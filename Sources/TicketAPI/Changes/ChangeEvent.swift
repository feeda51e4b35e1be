/// One thing that has happened, as the feed and webhooks tell it.
public struct ChangeEvent: Sendable, Equatable {
    /// What kind of thing.
    public enum Kind: String, Sendable, CaseIterable {
        case ticketCreated = "ticket_created"
        case ticketUpdated = "ticket_updated"
        case statusChanged = "status_changed"
        case historyAdded = "history_added"
        case mastersChanged = "masters_changed"
    }

    /// Its place among all events: ids rise in the order in which changes took effect. 0 until the store has given it one.
    public var id: Int
    public let kind: Kind
    /// Names the change, not the message: whoever hears of it twice knows by this.
    public let key: String
    public let time: Instant
    /// Number of the ticket; nil for what is about none.
    public var ticket: String?
    public var accountID: Int?
    /// JSON text of what there is to tell. Never the text of a history entry: it may be internal, and long.
    public let payload: String

    /// The event as JSON on one line, the same in the feed and in webhooks.
    public var json: String {
        var members: [JSONValue.Member] = [
            .init("id", .string(String(id))), .init("type", .string(kind.rawValue)), .init("time", .time(time)),
            .init("source", "rest_api"), .init("key", .string(key)),
        ]
        if let ticket { members.append(.init("ticket", .string(ticket))) }
        if let accountID { members.append(.init("account", .string(String(accountID)))) }
        return "\(JSONValue.object(members).text.dropLast()),\"payload\":\(payload)}"
    }
}

/// What a reader of events finds.
public struct ChangePage: Sendable, Equatable {
    /// In order of id.
    public let events: [ChangeEvent]
    /// The id of the first event that is kept, or that the next one will have.
    public let oldest: Int
    /// The id of the last event there was.
    public let newest: Int

    /// Whether events between `position` and the oldest are forgotten, or `position` is from another life of the database.
    func isGap(after position: Int) -> Bool { position + 1 < oldest || position > newest }
}

/// How long events are kept: until they are too old, or too many.
public struct ChangeRetention: Sendable, Equatable {
    public var seconds: Int64
    public var count: Int

    public init(days: Int64 = 7, count: Int = 100_000) {
        seconds = days * 86_400
        self.count = max(1, count)
    }
}
