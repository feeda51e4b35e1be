extension SQLTicketStore {
    /// Runs `body` unless the request has been answered before.
    static func once(_ context: WriteContext, _ db: any SQLConnection, _ body: () throws -> StoredAnswer) throws -> StoredAnswer {
        guard let request = context.once else { return try body() }
        if let stored = try IdempotencyTable.begin(request, context, db) { return stored }
        let answer = try body()
        try IdempotencyTable.finish(request, answer, context, db)
        return answer
    }

    /// The ticket, if the precondition allows to change it.
    static func current(
        _ reference: TicketReference, if precondition: VersionPrecondition, locking: Bool, _ db: any SQLConnection
    ) throws -> (ticket: Ticket, workflow: Workflow) {
        guard let ticket = try TicketTable.ticket(reference.id, locking: locking, db) else {
            throw Problem.noTicket(TicketReference.number(of: reference.id))
        }
        let workflow = try ReferenceTables.workflow(db)
        guard precondition.accepts(ticket.version) else {
            let since = try HistoryTable.since(version: precondition.newest, of: ticket.id, db)
            throw VersionConflict(ticket: ticket, workflow: workflow, expected: precondition.summary, since: since)
        }
        return (ticket, workflow)
    }

    static func plan(_ new: NewTicket, _ context: WriteContext, _ db: any SQLConnection) throws -> Creation {
        let references = try ReferenceTables.references(new.mentioned, db)
        let ticket = try TicketCreation.plan(new, references: references, actor: context.actor, at: context.now)
        let duplicates = try DuplicateSearch.run(ticket, at: context.now, db)
        return Creation(ticket: ticket, duplicates: duplicates, workflow: references.workflow)
    }

    static func plan(
        _ patch: TicketPatch, to ticket: Ticket, _ context: WriteContext, _ db: any SQLConnection
    ) throws -> (ticket: Ticket, entry: HistoryEntry?) {
        let references = try ReferenceTables.references(patch.mentioned(in: ticket), db)
        return try TicketChange.plan(patch, to: ticket, references: references, actor: context.actor, at: context.now)
    }

    static func plan(
        _ new: NewHistory, to ticket: Ticket, _ workflow: Workflow, _ context: WriteContext, _ db: any SQLConnection
    ) throws -> (ticket: Ticket, entry: HistoryEntry) {
        let references = References(workflow: workflow, channels: try ReferenceTables.channels(active: nil, db))
        return try HistoryAddition.plan(new, to: ticket, references: references, actor: context.actor, at: context.now)
    }

    /// Stores what has become of `old`, and the entry that tells of it.
    static func store(
        _ ticket: Ticket, from old: Ticket, _ entry: inout HistoryEntry, _ context: WriteContext, _ retention: ChangeRetention,
        _ db: any SQLConnection
    ) throws {
        let change = try Counters.nextChange(db)
        try TicketTable.update(ticket, from: old, change: change, at: context.now, db)
        try HistoryTable.insert(&entry, ticketID: ticket.id, db)
        try ChangeTable.append(ticket.changeEvents(entry), retention, at: context.now, db)
    }
}
