/// The rules for adding to a ticket's history.
enum HistoryAddition {
    /// The entry that `new` asks for and the ticket after it. Throws every field that cannot be accepted.
    static func plan(
        _ new: NewHistory, to ticket: Ticket, references: References, actor: User, at now: Instant
    ) throws(Problem) -> (ticket: Ticket, entry: HistoryEntry) {
        var resolver = ReferenceResolver(references, errors: new.faults)
        let channel = new.requestChannelID.flatMap { resolver.channel($0) }
        if let occurredAt = new.occurredAt, occurredAt > now.adding(seconds: Limits.clockSkewSeconds) {
            resolver.refuse("occurred_at", "in_future", "occurred_at must not be in the future.")
        }
        var changed = ticket
        if let reference = new.statusID, let status = resolver.status(reference, from: ticket.status, role: actor.role) {
            changed.enter(status, at: now)
        }
        try resolver.finish()

        let occurredAt = new.occurredAt ?? now
        if changed.firstResponseAt == nil, new.visibility == .public, actor.isStaff { changed.firstResponseAt = occurredAt }
        changed.touch(by: actor, at: now)
        let entry = HistoryEntry(
            id: 0, seq: changed.historyCount, kind: new.kind, visibility: new.visibility, body: new.body, author: actor.named,
            channel: channel, changes: ticket.changes(to: changed), minutesSpent: new.minutesSpent, occurredAt: occurredAt,
            createdAt: now, ticketVersion: changed.version)
        return (changed, entry)
    }
}
