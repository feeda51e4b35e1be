/// The answers to writes.
struct TicketAnswers: Sendable {
    let publicURL: String
    let actor: User

    func ticket(_ ticket: Ticket, _ workflow: Workflow, _ fields: TicketFields = .full) -> JSONValue {
        ticket.json(fields, publicURL: publicURL, allowedNext: workflow.next(from: ticket.status, role: actor.role))
    }

    @Sendable func created(_ creation: Creation) -> StoredAnswer {
        let ticket = creation.ticket
        var body = self.ticket(ticket, creation.workflow)
        if !creation.duplicates.isEmpty { body = body.adding("possible_duplicates", duplicates(creation)) }
        let headers = ["Location": "\(publicURL)/tickets/\(ticket.number)", "ETag": ticket.entityTag]
        return StoredAnswer(status: 201, headers: headers, body: body.text)
    }

    func preview(_ creation: Creation) -> JSONValue {
        [
            "dry_run": true, "would_create": ticket(creation.ticket, creation.workflow, .draft),
            "possible_duplicates": duplicates(creation),
        ]
    }

    @Sendable func changed(_ change: Change) -> StoredAnswer {
        StoredAnswer(status: 200, headers: ["ETag": change.ticket.entityTag], body: update(change).text)
    }

    func preview(_ change: Change) -> JSONValue {
        update(change).adding("dry_run", true)
    }

    @Sendable func added(_ addition: Addition) -> StoredAnswer {
        let entry = addition.entry
        let body: JSONValue = [
            "history_id": .int(entry.id), "seq": .int(entry.seq), "ticket_version": .int(addition.ticket.version), "history": entry.json,
            "ticket": addition.ticket.json(.summary, publicURL: publicURL, allowedNext: []),
        ]
        return StoredAnswer(status: 201, headers: ["ETag": addition.ticket.entityTag], body: body.text)
    }

    func preview(_ addition: Addition) -> JSONValue {
        ["dry_run": true, "would_add": .object(addition.entry.draft), "ticket_version": .int(addition.ticket.version)]
    }

    /// Runs a write; a conflict becomes the problem that tells of it.
    func resolving<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let conflict as VersionConflict {
            throw Problem.versionConflict(conflict, current: ticket(conflict.ticket, conflict.workflow))
        }
    }

    private func update(_ change: Change) -> JSONValue {
        [
            "ticket": ticket(change.ticket, change.workflow), "changes": .array(change.changes.map(\.json)),
            "version": .int(change.ticket.version),
        ]
    }

    private func duplicates(_ creation: Creation) -> JSONValue {
        .array(creation.duplicates.map { ticket($0, creation.workflow, .brief) })
    }
}

extension JSONValue {
    /// This object with one more member.
    fileprivate func adding(_ name: String, _ value: JSONValue) -> JSONValue {
        guard case .object(let members) = self else { return self }
        return .object(members + [.init(name, value)])
    }
}
