internal import GRDB

/// Reading and writing users and accounts.
enum DirectoryTables {
    private static let userColumns = "SELECT id, name, kana, email, role, team, active FROM users"
    private static let accountColumns = "SELECT id, code, name, name_kana, active FROM accounts"

    static func users(_ ids: [Int], _ db: Database) throws -> [User] {
        guard !ids.isEmpty else { return [] }
        var condition = SQLCondition()
        condition.add("id", in: ids)
        return try Row.fetchAll(db, sql: userColumns + condition.sql, arguments: condition.arguments).map(user)
    }

    static func users(_ query: DirectoryQuery, _ db: Database) throws -> Slice<User> {
        var condition = condition(of: query)
        condition.add("role", equals: query.role?.rawValue)
        condition.add("team", equals: query.team)
        let sql = userColumns + condition.sql + " ORDER BY id LIMIT \(query.limit + 1)"
        return Slice(try Row.fetchAll(db, sql: sql, arguments: condition.arguments).map(user), limit: query.limit) { [$0.id] }
    }

    static func accounts(_ ids: [Int], _ db: Database) throws -> [Account] {
        guard !ids.isEmpty else { return [] }
        var condition = SQLCondition()
        condition.add("id", in: ids)
        return try Row.fetchAll(db, sql: accountColumns + condition.sql, arguments: condition.arguments).map(account)
    }

    static func accounts(_ query: DirectoryQuery, _ db: Database) throws -> Slice<Account> {
        var condition = condition(of: query)
        condition.add("code", equals: query.code)
        let sql = accountColumns + condition.sql + " ORDER BY id LIMIT \(query.limit + 1)"
        return Slice(try Row.fetchAll(db, sql: sql, arguments: condition.arguments).map(account), limit: query.limit) { [$0.id] }
    }

    /// Stores a user in the place of one with the same id.
    static func insert(_ user: User, _ db: Database) throws {
        let search = "\(user.name)\n\(user.kana ?? "")\n\(user.email)".searchForm
        try db.cachedStatement(
            sql: """
                INSERT INTO users (id, name, kana, email, role, team, active, search) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET name = excluded.name, kana = excluded.kana, email = excluded.email,
                role = excluded.role, team = excluded.team, active = excluded.active, search = excluded.search
                """
        ).execute(arguments: [user.id, user.name, user.kana, user.email, user.role.rawValue, user.team, user.active, search])
    }

    static func insert(_ account: Account, _ db: Database) throws {
        let search = "\(account.code)\n\(account.name)\n\(account.nameKana ?? "")".searchForm
        try db.cachedStatement(sql: "INSERT INTO accounts (id, code, name, name_kana, active, search) VALUES (?, ?, ?, ?, ?, ?)")
            .execute(arguments: [account.id, account.code, account.name, account.nameKana, account.active, search])
    }

    private static func condition(of query: DirectoryQuery) -> SQLCondition {
        var condition = SQLCondition()
        condition.add("search", contains: query.text)
        condition.add("active", equals: query.active)
        condition.add("id", in: query.ids)
        if let after = query.after { condition.add("id > ?", [after]) }
        return condition
    }

    private static func user(_ row: Row) -> User {
        User(
            id: row[0], name: row[1], kana: row[2], email: row[3], role: User.Role(rawValue: row[4]) ?? .requester, team: row[5],
            active: row[6])
    }

    private static func account(_ row: Row) -> Account {
        Account(id: row[0], code: row[1], name: row[2], nameKana: row[3], active: row[4])
    }
}
