/// The rows without which no ticket can be made: the workflow, the channels and the first user.
enum MasterRows {
    static func insert(_ db: any SQLConnection) throws {
        try DirectoryTables.insert(firstUser, db)
        for (id, key, name) in channels {
            try db.execute("INSERT INTO request_channels (id, key, name) VALUES (?, ?, ?)", [SQLValue(id), SQLValue(key), SQLValue(name)])
        }
        for status in statuses {
            try db.execute(
                "INSERT INTO statuses (id, key, name, name_ja, phase, is_terminal, sort) VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    SQLValue(status.id), SQLValue(status.key), SQLValue(status.name), SQLValue(status.nameJA),
                    SQLValue(status.group.rawValue), SQLValue(status.isTerminal), SQLValue(status.sort),
                ])
        }
        for (from, to, adminOnly) in transitions {
            try db.execute(
                """
                INSERT INTO status_transitions (from_id, to_id, admin_only)
                SELECT a.id, b.id, CAST(? AS BIGINT) FROM statuses a, statuses b WHERE a.key = ? AND b.key = ?
                """, [SQLValue(adminOnly), SQLValue(from), SQLValue(to)])
        }
    }

    private static let firstUser = User(
        id: 1, name: "管理者", kana: "カンリシャ", email: "admin@helpdesk.example", role: .admin, team: "システム管理", active: true)

    private static let channels = [
        (1, "phone", "電話 (Phone)"), (2, "email", "メール (Email)"), (3, "web", "Web フォーム (Web form)"),
        (4, "chat", "チャット (Chat)"), (5, "visit", "訪問 (Visit)"), (6, "api", "API"),
    ]

    private static let statuses = [
        Status(id: 1, key: "new", name: "New", nameJA: "新規", group: .new, isTerminal: false, sort: 1),
        Status(id: 2, key: "open", name: "Open", nameJA: "対応中", group: .open, isTerminal: false, sort: 2),
        Status(id: 3, key: "pending", name: "Pending", nameJA: "保留", group: .pending, isTerminal: false, sort: 3),
        Status(id: 4, key: "resolved", name: "Resolved", nameJA: "解決済み", group: .resolved, isTerminal: false, sort: 4),
        Status(id: 5, key: "closed", name: "Closed", nameJA: "完了", group: .closed, isTerminal: true, sort: 5),
    ]

    private static let transitions = [
        ("new", "open", false), ("new", "pending", false), ("new", "resolved", false),
        ("open", "pending", false), ("open", "resolved", false), ("pending", "open", false), ("pending", "resolved", false),
        ("resolved", "closed", false), ("resolved", "open", false), ("closed", "open", true),
    ]
}
