/// Reading and writing users and accounts.
enum DirectoryTables {
    private static let userColumns = "SELECT id, name, kana, email, role, team, active FROM users"
    private static let accountColumns = "SELECT id, code, name, name_kana, active FROM accounts"

    static func users(_ ids: [Int], _ db: any SQLConnection) throws -> [User] {
        guard !ids.isEmpty else { return [] }
        var condition = SQLCondition()
        condition.add("id", in: ids)
        return try db.rows(of: ids.count, userColumns + condition.sql, condition.arguments).map(user)
    }

    static func users(_ query: DirectoryQuery, _ db: any SQLConnection) throws -> Slice<User> {
        var condition = condition(of: query, db.dialect)
        condition.add("role", equals: SQLValue(query.role?.rawValue))
        condition.add("team", equals: SQLValue(query.team))
        let sql = userColumns + condition.sql + " ORDER BY id LIMIT \(query.limit + 1)"
        return Slice(try db.rows(planning: sql, condition.arguments).map(user), limit: query.limit) { [$0.id] }
    }

    static func accounts(_ ids: [Int], _ db: any SQLConnection) throws -> [Account] {
        guard !ids.isEmpty else { return [] }
        var condition = SQLCondition()
        condition.add("id", in: ids)
        return try db.rows(of: ids.count, accountColumns + condition.sql, condition.arguments).map(account)
    }

    static func accounts(_ query: DirectoryQuery, _ db: any SQLConnection) throws -> Slice<Account> {
        var condition = condition(of: query, db.dialect)
        condition.add("code", equals: SQLValue(query.code))
        let sql = accountColumns + condition.sql + " ORDER BY id LIMIT \(query.limit + 1)"
        return Slice(try db.rows(planning: sql, condition.arguments).map(account), limit: query.limit) { [$0.id] }
    }

    /// Stores a user in the place of one with the same id.
    static func insert(_ user: User, _ db: any SQLConnection) throws {
        let search = "\(user.name)\n\(user.kana ?? "")\n\(user.email)".searchForm
        try db.execute(
            """
            INSERT INTO users (id, name, kana, email, role, team, active, search) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, kana = excluded.kana, email = excluded.email,
            role = excluded.role, team = excluded.team, active = excluded.active, search = excluded.search
            """,
            [
                SQLValue(user.id), SQLValue(user.name), SQLValue(user.kana), SQLValue(user.email), SQLValue(user.role.rawValue),
                SQLValue(user.team), SQLValue(user.active), SQLValue(search),
            ])
    }

    static func insert(_ account: Account, _ db: any SQLConnection) throws {
        let search = "\(account.code)\n\(account.name)\n\(account.nameKana ?? "")".searchForm
        try db.execute(
            "INSERT INTO accounts (id, code, name, name_kana, active, search) VALUES (?, ?, ?, ?, ?, ?)",
            [
                SQLValue(account.id), SQLValue(account.code), SQLValue(account.name), SQLValue(account.nameKana),
                SQLValue(account.active), SQLValue(search),
            ])
    }

    private static func condition(of query: DirectoryQuery, _ dialect: SQLDialect) -> SQLCondition {
        var condition = SQLCondition()
        condition.add("search", contains: query.text, dialect)
        condition.add("active", is: query.active)
        condition.add("id", in: query.ids)
        if let after = query.after { condition.add("id > ?", [SQLValue(after)]) }
        return condition
    }

    private static func user(_ row: SQLRow) throws -> User {
        try User(
            id: row[0], name: row[1], kana: row[2], email: row[3], role: User.Role(rawValue: row[4]) ?? .requester, team: row[5],
            active: row[6])
    }

    private static func account(_ row: SQLRow) throws -> Account {
        try Account(id: row[0], code: row[1], name: row[2], nameKana: row[3], active: row[4])
    }
}
