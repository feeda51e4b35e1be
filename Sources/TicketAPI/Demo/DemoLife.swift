/// A demo ticket and its history as time passes.
struct DemoLife {
    private(set) var ticket: Ticket
    private(set) var history: [HistoryEntry]
    private var now: Instant

    init(_ ticket: Ticket) {
        self.ticket = ticket
        history = [TicketCreation.firstEntry(of: ticket)]
        now = ticket.createdAt
    }

    /// Lets `seconds` pass. False when that would be after `end`.
    mutating func advance(_ seconds: Int, until end: Instant) -> Bool {
        now = now.adding(seconds: Int64(seconds))
        return now <= end
    }

    mutating func say(
        _ kind: HistoryEntry.Kind, _ visibility: HistoryEntry.Visibility, _ body: String, by author: User, minutes: Int?
    ) {
        if ticket.firstResponseAt == nil, visibility == .public, author.isStaff { ticket.firstResponseAt = now }
        ticket.touch(by: author, at: now)
        record(kind, visibility, body, author, [], minutes)
    }

    /// Changes fields and, unless nil, the status; does nothing when nothing differs.
    mutating func change(
        by author: User, to key: String?, body: String = "", in workflow: Workflow, _ edit: (inout Ticket) -> Void = { _ in }
    ) {
        let before = ticket
        edit(&ticket)
        if let key, let status = workflow.status(key) { ticket.enter(status, at: now) }
        let changes = before.changes(to: ticket)
        guard !changes.isEmpty else { return }
        ticket.touch(by: author, at: now)
        let isStatusChange = before.status.id != ticket.status.id
        record(isStatusChange ? .statusChange : .fieldChange, .internal, body, author, changes, nil)
    }

    private mutating func record(
        _ kind: HistoryEntry.Kind, _ visibility: HistoryEntry.Visibility, _ body: String, _ author: User, _ changes: [FieldChange],
        _ minutes: Int?
    ) {
        history.append(
            HistoryEntry(
                id: 0, seq: ticket.historyCount, kind: kind, visibility: visibility, body: body, author: author.named, channel: nil,
                changes: changes, minutesSpent: minutes, occurredAt: now, createdAt: now, ticketVersion: ticket.version))
    }
}
