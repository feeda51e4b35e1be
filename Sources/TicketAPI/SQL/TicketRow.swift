/// Reads one row of ``TicketTable/columns(description:)``.
enum TicketRow {
    static func ticket(_ row: SQLRow) throws -> Ticket {
        let tags: String = try row[4]
        return try Ticket(
            id: row[0], title: row[1], description: row[2], status: status(row, 15), priority: Priority(rawValue: row[3]) ?? .normal,
            category: named(row, 30), categoryDetail: named(row, 32), requestChannel: channel(row, 22), account: account(row, 34),
            requester: requester(row), assignee: named(row, 41), tags: tags.split(separator: "\n").map(String.init),
            dueAt: instant(row, 7), firstResponseAt: instant(row, 8), resolvedAt: instant(row, 9), closedAt: instant(row, 10),
            createdBy: Named(id: row[26], name: row[27]), createdAt: row[11],
            updatedBy: Named(id: row[28], name: row[29]), updatedAt: row[12],
            version: row[13], historyCount: row[14])
    }

    static func instant(_ row: SQLRow, _ index: Int) throws -> Instant? {
        try row[index]
    }

    static func named(_ row: SQLRow, _ index: Int) throws -> Named? {
        try (row[index] as Int?).map { try Named(id: $0, name: row[index + 1]) }
    }

    /// A status in the order id, key, name, name_ja, phase, is_terminal, sort.
    static func status(_ row: SQLRow, _ index: Int) throws -> Status {
        try Status(
            id: row[index], key: row[index + 1], name: row[index + 2], nameJA: row[index + 3],
            group: Status.Group(rawValue: row[index + 4]) ?? .open, isTerminal: row[index + 5], sort: row[index + 6])
    }

    /// A channel in the order id, key, name, active.
    static func channel(_ row: SQLRow, _ index: Int) throws -> RequestChannel {
        try RequestChannel(id: row[index], key: row[index + 1], name: row[index + 2], active: row[index + 3])
    }

    private static func account(_ row: SQLRow, _ index: Int) throws -> Account? {
        try (row[index] as Int?).map {
            try Account(id: $0, code: row[index + 1], name: row[index + 2], nameKana: row[index + 3], active: row[index + 4])
        }
    }

    private static func requester(_ row: SQLRow) throws -> Requester? {
        if let user = try named(row, 39) { return Requester(id: user.id, name: user.name, contact: nil) }
        return try (row[5] as String?).map { try Requester(id: nil, name: $0, contact: row[6]) }
    }
}
