internal import GRDB

/// Reading and writing rows of `tickets`.
struct TicketTable {
    let search: any TextSearch

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

    func ticket(_ id: Int, _ db: Database) throws -> Ticket? {
        let sql = "SELECT " + Self.columns(description: true) + Self.joins + " WHERE t.id = ?"
        return try Row.fetchOne(db, sql: sql, arguments: [id]).map(TicketRow.ticket)
    }

    /// Stores a new ticket and gives it its id, unless it has one.
    func insert(_ ticket: inout Ticket, _ db: Database) throws {
        let marks = Array(repeating: "?", count: Self.stored.count + 1).joined(separator: ", ")
        let statement = try db.cachedStatement(
            sql: "INSERT INTO tickets (\(Self.stored.joined(separator: ", ")), id) VALUES (\(marks))")
        try statement.execute(arguments: values(of: ticket) + [ticket.id == 0 ? nil : ticket.id])
        if ticket.id == 0 {
            ticket.id = Int(db.lastInsertedRowID)
            // The number is part of the searched text and known only now.
            try db.execute(sql: "UPDATE tickets SET search = ? WHERE id = ?", arguments: [search.indexed(ticket).all, ticket.id])
        }
        try writeTags(of: ticket, db)
    }

    func update(_ ticket: Ticket, tagsChanged: Bool, _ db: Database) throws {
        let assignments = Self.stored.map { "\($0) = ?" }.joined(separator: ", ")
        try db.cachedStatement(sql: "UPDATE tickets SET \(assignments) WHERE id = ?")
            .execute(arguments: values(of: ticket) + [ticket.id])
        guard tagsChanged else { return }
        try db.execute(sql: "DELETE FROM ticket_tags WHERE ticket_id = ?", arguments: [ticket.id])
        try writeTags(of: ticket, db)
    }

    private func writeTags(of ticket: Ticket, _ db: Database) throws {
        for tag in ticket.tags {
            try db.cachedStatement(sql: "INSERT INTO ticket_tags (tag, ticket_id) VALUES (?, ?)")
                .execute(arguments: [tag.searchForm, ticket.id])
        }
    }

    private static let stored = [
        "title", "description", "status_id", "priority", "category_id", "category_detail_id", "request_channel_id", "account_id",
        "requester_id", "requester_name", "requester_contact", "assignee_id", "tags", "due_at", "first_response_at", "resolved_at",
        "closed_at", "created_by", "created_at", "updated_by", "updated_at", "version", "history_count", "title_search", "search",
    ]

    private func values(of ticket: Ticket) -> StatementArguments {
        let text = search.indexed(ticket)
        let isKnown = ticket.requester?.id != nil
        let what: [(any DatabaseValueConvertible)?] = [
            ticket.title, ticket.description ?? "", ticket.status.id, ticket.priority.rawValue, ticket.category?.id,
            ticket.categoryDetail?.id, ticket.requestChannel.id, ticket.account?.id,
        ]
        let who: [(any DatabaseValueConvertible)?] = [
            ticket.requester?.id, isKnown ? nil : ticket.requester?.name, ticket.requester?.contact, ticket.assignee?.id,
            ticket.tags.joined(separator: "\n"),
        ]
        let when: [(any DatabaseValueConvertible)?] = [
            ticket.dueAt?.milliseconds, ticket.firstResponseAt?.milliseconds, ticket.resolvedAt?.milliseconds,
            ticket.closedAt?.milliseconds, ticket.createdBy.id, ticket.createdAt.milliseconds, ticket.updatedBy.id,
            ticket.updatedAt.milliseconds, ticket.version, ticket.historyCount, text.title, text.all,
        ]
        return StatementArguments(what + who + when)
    }
}
