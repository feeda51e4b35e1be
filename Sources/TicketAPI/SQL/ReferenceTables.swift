/// Reading the workflow, the channels and the rows a write mentions.
enum ReferenceTables {
    static func workflow(_ db: any SQLConnection) throws -> Workflow {
        let statuses = try db.rows(
            "SELECT id, key, name, name_ja, phase, is_terminal, sort FROM statuses ORDER BY sort, id", [])
        let transitions = try db.rows("SELECT from_id, to_id, admin_only FROM status_transitions ORDER BY from_id, to_id", [])
        return try Workflow(
            statuses: statuses.map { try TicketRow.status($0, 0) },
            transitions: transitions.map { try Workflow.Transition(from: $0[0], to: $0[1], adminOnly: $0[2]) })
    }

    static func channels(active: Bool?, _ db: any SQLConnection) throws -> [RequestChannel] {
        var condition = SQLCondition()
        condition.add("active", is: active)
        return try db.rows("SELECT id, key, name, active FROM request_channels" + condition.sql + " ORDER BY id", condition.arguments)
            .map { try TicketRow.channel($0, 0) }
    }

    static func references(_ mentioned: References.Mentioned, _ db: any SQLConnection) throws -> References {
        var references = References(workflow: try workflow(db), channels: try channels(active: nil, db))
        for user in try DirectoryTables.users(mentioned.users, db) { references.users[user.id] = user }
        for account in try DirectoryTables.accounts(mentioned.accounts, db) { references.accounts[account.id] = account }
        for category in try CategoryTables.categories(mentioned.categories, db) { references.categories[category.id] = category }
        for detail in try CategoryTables.details(mentioned.details, db) { references.details[detail.id] = detail }
        return references
    }
}
