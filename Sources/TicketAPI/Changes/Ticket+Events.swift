extension Ticket {
    /// What is told of a new ticket.
    func creationEvents(by actor: User) -> [ChangeEvent] {
        [event(.ticketCreated, "v\(version)", payload([], actor.named), at: createdAt)]
    }

    /// What is told of the change that `entry` records: that fields changed, that the status did, and that somebody said something.
    func changeEvents(_ entry: HistoryEntry) -> [ChangeEvent] {
        var events: [ChangeEvent] = []
        if !entry.changes.isEmpty {
            events.append(event(.ticketUpdated, "v\(version)", payload(entry.changes, entry.author), at: entry.createdAt))
        }
        let status = entry.changes.filter { $0.field == "status" }
        if !status.isEmpty {
            events.append(event(.statusChanged, "v\(version)", payload(status, entry.author), at: entry.createdAt))
        }
        if !entry.body.isEmpty {
            let added: JSONValue = [
                "number": .string(number), "seq": .int(entry.seq), "kind": .string(entry.kind.rawValue),
                "visibility": .string(entry.visibility.rawValue), "author": entry.author?.json ?? .null, "version": .int(version),
            ]
            events.append(event(.historyAdded, "h\(entry.seq)", added, at: entry.createdAt))
        }
        return events
    }

    private func event(_ kind: ChangeEvent.Kind, _ part: String, _ payload: JSONValue, at time: Instant) -> ChangeEvent {
        ChangeEvent(
            id: 0, kind: kind, key: "\(number)/\(part)/\(kind.rawValue)", time: time, ticket: number, accountID: account?.id,
            payload: payload.text)
    }

    private func payload(_ changes: [FieldChange], _ actor: Named?) -> JSONValue {
        [
            "number": .string(number), "title": .string(title),
            "status": ["id": .int(status.id), "key": .string(status.key), "name": .string(status.name)],
            "priority": .string(priority.key), "version": .int(version),
            "account": account.map { ["id": .int($0.id), "name": .string($0.name)] } ?? .null, "assignee": assignee?.json ?? .null,
            "changes": .array(changes.map(\.json)), "actor": actor?.json ?? .null,
        ]
    }
}

extension ChangeEvent {
    /// Rows that tickets refer to are others now.
    ///
    /// - Parameter position: the id that the event will have; nothing else tells one such change from the next.
    static func mastersChanged(_ kinds: [String], position: Int, at time: Instant) -> ChangeEvent {
        let payload: JSONValue = ["kinds": .texts(kinds)]
        return ChangeEvent(id: position, kind: .mastersChanged, key: "masters/\(position)", time: time, payload: payload.text)
    }
}
