internal import MCPCore

/// The events that answers of the ticket API stand for: the same, and with the same keys, as its own feed tells.
///
/// What an answer does not say is left out; an answer that cannot name its change makes no event, and the feed has to tell it.
struct ChangeDrafts {
    private let ticket: JSON
    private let number: String
    private let version: Int

    /// - Parameter ticket: as the API answered.
    private init?(_ ticket: JSON?) {
        guard let ticket, let number = ticket["number"]?.string, let version = ticket["version"]?.exactInteger else { return nil }
        self.ticket = ticket
        self.number = number
        self.version = version
    }

    /// Of the answer to `POST /tickets`.
    static func created(_ answer: JSON) -> [EventDraft] {
        guard let ticket = ChangeDrafts(answer) else { return [] }
        return [ticket.draft(.ticketCreated, changes: [], actor: answer["created_by"])]
    }

    /// Of the answer to `PATCH /tickets/{ref}`.
    /// - Parameter hasComment: something was written into the history with it.
    static func changed(_ answer: JSON, hasComment: Bool) -> [EventDraft] {
        guard let ticket = ChangeDrafts(answer["ticket"]) else { return [] }
        let actor = ticket.ticket["updated_by"]
        let changes = answer["changes"]?.array ?? []
        var drafts = ticket.drafts(changes: changes, actor: actor)
        // The last entry is the one that the change has made.
        if hasComment, let seq = ticket.ticket["history_count"]?.exactInteger {
            let isStatusChange = changes.contains { $0["field"]?.string == "status" }
            let kind = isStatusChange ? "status_change" : changes.isEmpty ? "comment" : "field_change"
            drafts.append(ticket.added(seq: seq, kind: .string(kind), visibility: "internal", author: actor))
        }
        return drafts
    }

    /// Of the answer to `POST /tickets/{ref}/history`.
    static func added(_ answer: JSON) -> [EventDraft] {
        guard let ticket = ChangeDrafts(answer["ticket"]), let entry = answer["history"], let seq = answer["seq"]?.exactInteger else {
            return []
        }
        let author = entry["author"]
        return ticket.drafts(changes: entry["changes"]?.array ?? [], actor: author)
            + [ticket.added(seq: seq, kind: entry["kind"], visibility: entry["visibility"], author: author)]
    }

    private func drafts(changes: [JSON], actor: JSON?) -> [EventDraft] {
        guard !changes.isEmpty else { return [] }
        let status = changes.filter { $0["field"]?.string == "status" }
        let updated = draft(.ticketUpdated, changes: changes, actor: actor)
        return status.isEmpty ? [updated] : [updated, draft(.statusChanged, changes: status, actor: actor)]
    }

    private func draft(_ type: EventType, changes: [JSON], actor: JSON?) -> EventDraft {
        let payload: JSON = [
            "number": .string(number), "title": ticket["title"] ?? .null, "status": Self.only(["id", "key", "name"], of: ticket["status"]),
            "priority": ticket["priority"] ?? .null, "version": .integer(Int64(version)),
            "account": Self.only(["id", "name"], of: ticket["account"]), "assignee": Self.only(["id", "name"], of: ticket["assignee"]),
            "changes": .array(changes), "actor": Self.only(["id", "name"], of: actor),
        ]
        return draft(type, "v\(version)", payload)
    }

    private func added(seq: Int, kind: JSON?, visibility: JSON?, author: JSON?) -> EventDraft {
        // Never the text itself: it may be internal, and long.
        let payload: JSON = [
            "number": .string(number), "seq": .integer(Int64(seq)), "kind": kind ?? .null, "visibility": visibility ?? .null,
            "author": Self.only(["id", "name"], of: author), "version": .integer(Int64(version)),
        ]
        return draft(.historyAdded, "h\(seq)", payload)
    }

    private func draft(_ type: EventType, _ part: String, _ payload: JSON) -> EventDraft {
        var attributes = [EventDraft.Attribute("ticket", number)]
        if let account = ticket["account"]?["id"]?.exactInteger { attributes.append(.init("account", String(account))) }
        return EventDraft(
            type, source: .mcpTool, key: "\(number)/\(part)/\(type.rawValue)", payload: RawJSON(payload), attributes: attributes)
    }

    private static func only(_ names: [String], of value: JSON?) -> JSON {
        guard let value, value.object != nil else { return .null }
        var object = JSONObject()
        for name in names { object[name] = value[name] }
        return .object(object)
    }
}

extension JSON {
    fileprivate var exactInteger: Int? { integer.flatMap { Int(exactly: $0) } }
}
