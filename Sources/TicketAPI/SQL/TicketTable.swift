/// Reading and writing rows of `tickets`.
enum TicketTable {
    static let joins = """
         FROM tickets t
         JOIN statuses s ON s.id = t.status_id
         JOIN request_channels ch ON ch.id = t.request_channel_id
         JOIN users cb ON cb.id = t.created_by
         JOIN users ub ON ub.id = t.updated_by
         LEFT JOIN categories c ON c.id = t.category_id
         LEFT JOIN category_details d ON d.id = t.category_detail_id
         LEFT JOIN accounts a ON a.id = t.account_id
         LEFT JOIN users r ON r.id = t.requester_id
         LEFT JOIN users g ON g.id = t.assignee_id
        """

    /// Every column in the order in which ``TicketRow`` reads them; the description may be left unread.
    static func columns(description: Bool) -> String {
        """
        t.id, t.title, \(description ? "t.description" : "NULL"), t.priority, t.tags, t.requester_name, t.requester_contact,
        t.due_at, t.first_response_at, t.resolved_at, t.closed_at, t.created_at, t.updated_at, t.version, t.history_count,
        s.id, s.key, s.name, s.name_ja, s.phase, s.is_terminal, s.sort, ch.id, ch.key, ch.name, ch.active,
        cb.id, cb.name, ub.id, ub.name, c.id, c.name, d.id, d.name, a.id, a.code, a.name, a.name_kana, a.active,
        r.id, r.name, g.id, g.name
        """
    }

    /// - Parameter locking: keeps the ticket from changing until the end of the transaction.
    static func ticket(_ id: Int, locking: Bool = false, _ db: any SQLConnection) throws -> Ticket? {
        // Locked before it is read: a statement that waits for a row would join the new row with what the old one referred to.
        if locking, try db.rows("SELECT id FROM tickets WHERE id = ?" + db.dialect.lock, [SQLValue(id)]).isEmpty { return nil }
        return try tickets([id], description: true, db).first
    }

    /// The tickets with these ids, in this order; those that do not exist are left out.
    static func tickets(_ ids: [Int], description: Bool, _ db: any SQLConnection) throws -> [Ticket] {
        guard !ids.isEmpty else { return [] }
        // A few lengths, so that there are few statements to prepare.
        let slots = [1, 5, 20, 50, 100].first { $0 >= ids.count } ?? ids.count
        let sql = "SELECT " + columns(description: description) + joins + " WHERE t.id IN (\(SQLCondition.marks(slots)))"
        var found: [Int: Ticket] = [:]
        let padded = ids + Array(repeating: ids[0], count: slots - ids.count)
        for row in try db.rows(sql, padded.map { SQLValue($0) }) {
            let ticket = try TicketRow.ticket(row)
            found[ticket.id] = ticket
        }
        return ids.compactMap { found[$0] }
    }

    /// Stores new tickets that have their ids.
    static func insert(_ tickets: [(ticket: Ticket, text: TicketText)], change: Int, _ db: any SQLConnection) throws {
        let rows = tickets.map { ticket, text in
            state(of: ticket) + words(of: ticket, text) + [SQLValue(ticket.id), SQLValue(change)]
        }
        try BulkInsert.run("tickets", stateColumns + wordColumns + ["id", "change"], rows, db)
        try SearchIndex.insert(tickets.map { ($0.ticket.id, $0.text.all) }, db)
        try writeTags(of: tickets.map(\.ticket), db)
    }

    /// Stores what has become of `old`.
    static func update(_ ticket: Ticket, from old: Ticket, change: Int, at now: Instant, _ db: any SQLConnection) throws {
        try MoveTable.record(ticket.id, change: change, at: now, db)
        let assignments = stateColumns.map { "\($0) = ?" }.joined(separator: ", ")
        try db.execute(
            "UPDATE tickets SET \(assignments), change = ? WHERE id = ?", state(of: ticket) + [SQLValue(change), SQLValue(ticket.id)])
        if ticket.title != old.title || ticket.description != old.description {
            let (before, text) = (TicketText(old), TicketText(ticket))
            let assignments = wordColumns.map { "\($0) = ?" }.joined(separator: ", ")
            try db.execute("UPDATE tickets SET \(assignments) WHERE id = ?", words(of: ticket, text) + [SQLValue(ticket.id)])
            try SearchIndex.replace(ticket.id, old: before.all, new: text.all, db)
        }
        if ticket.tags != old.tags {
            try db.execute("DELETE FROM ticket_tags WHERE ticket_id = ?", [SQLValue(ticket.id)])
            try writeTags(of: [ticket], db)
        }
    }

    private static func writeTags(of tickets: [Ticket], _ db: any SQLConnection) throws {
        let rows = tickets.flatMap { ticket in ticket.tags.map { [SQLValue.text($0.searchForm), SQLValue(ticket.id)] } }
        try BulkInsert.run("ticket_tags", ["tag", "ticket_id"], rows, db)
    }

    private static let wordColumns = ["title", "description", "title_search", "search"]

    private static func words(of ticket: Ticket, _ text: TicketText) -> [SQLValue] {
        [.text(ticket.title), .text(ticket.description ?? ""), .text(text.title), .text(text.all.marked)]
    }

    private static let stateColumns = [
        "status_id", "priority", "category_id", "category_detail_id", "request_channel_id", "account_id", "requester_id",
        "requester_name", "requester_contact", "assignee_id", "tags", "due_at", "first_response_at", "resolved_at", "closed_at",
        "created_by", "created_at", "updated_by", "updated_at", "version", "history_count",
    ]

    private static func state(of ticket: Ticket) -> [SQLValue] {
        let isKnown = ticket.requester?.id != nil
        let what = [
            SQLValue(ticket.status.id), SQLValue(ticket.priority.rawValue), SQLValue(ticket.category?.id),
            SQLValue(ticket.categoryDetail?.id), SQLValue(ticket.requestChannel.id), SQLValue(ticket.account?.id),
        ]
        let who = [
            SQLValue(ticket.requester?.id), SQLValue(isKnown ? nil : ticket.requester?.name), SQLValue(ticket.requester?.contact),
            SQLValue(ticket.assignee?.id), SQLValue(ticket.tags.joined(separator: "\n")),
        ]
        let when = [
            SQLValue(ticket.dueAt), SQLValue(ticket.firstResponseAt), SQLValue(ticket.resolvedAt), SQLValue(ticket.closedAt),
            SQLValue(ticket.createdBy.id), SQLValue(ticket.createdAt), SQLValue(ticket.updatedBy.id), SQLValue(ticket.updatedAt),
            SQLValue(ticket.version), SQLValue(ticket.historyCount),
        ]
        return what + who + when
    }
}
