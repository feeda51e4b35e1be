internal import GRDB

/// Writes a demo data set into empty tables; runs inside one transaction.
struct DemoLoader {
    let tickets: TicketTable

    func load(_ dataset: DemoDataset, _ db: Database) throws {
        let used = "SELECT EXISTS (SELECT 1 FROM tickets) OR EXISTS (SELECT 1 FROM accounts)"
        guard try Bool.fetchOne(db, sql: used) == false else { throw DemoLoadError.notEmpty }
        for user in DemoUsers.all { try DirectoryTables.insert(user, db) }
        for account in DemoAccounts.all { try DirectoryTables.insert(account, db) }
        for category in DemoCategories.all { try CategoryTables.insert(category, db) }
        for detail in DemoCategories.details { try CategoryTables.insert(detail, db) }
        guard dataset.ticketCount > 0 else { return }
        let workflow = try ReferenceTables.workflow(db)
        let channels = try ReferenceTables.channels(active: nil, db)
        for id in 1...dataset.ticketCount {
            guard let demo = dataset.ticket(id, workflow: workflow, channels: channels) else { continue }
            var ticket = demo.ticket
            try tickets.insert(&ticket, db)
            for entry in demo.history {
                var entry = entry
                try HistoryTable.insert(&entry, ticketID: id, db)
            }
        }
    }
}
