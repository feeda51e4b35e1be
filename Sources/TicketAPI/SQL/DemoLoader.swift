internal import Dispatch
internal import Synchronization

/// Writes a demo data set into empty tables; runs inside one transaction.
struct DemoLoader {
    private static let batch = 2000

    func load(_ dataset: DemoDataset, _ db: any SQLConnection) throws {
        let used = "SELECT count(*) FROM (SELECT id FROM tickets UNION ALL SELECT id FROM accounts) rows"
        guard try db.value(used) == 0 else { throw DemoLoadError.notEmpty }
        for user in DemoUsers.all { try DirectoryTables.insert(user, db) }
        for account in DemoAccounts.all { try DirectoryTables.insert(account, db) }
        for category in DemoCategories.all { try CategoryTables.insert(category, db) }
        for detail in DemoCategories.details { try CategoryTables.insert(detail, db) }
        guard dataset.ticketCount > 0 else { return }
        let workflow = try ReferenceTables.workflow(db)
        let channels = try ReferenceTables.channels(active: nil, db)
        try BulkLoad.run(db) {
            for start in stride(from: 1, through: dataset.ticketCount, by: Self.batch) {
                let ids = start...min(start + Self.batch - 1, dataset.ticketCount)
                let tickets = Self.concurrently(ids) { id in
                    dataset.ticket(id, workflow: workflow, channels: channels).map { ($0, TicketText($0.ticket)) }
                }
                try TicketTable.insert(tickets.map { ($0.0.ticket, $0.1) }, change: 0, db)
                try HistoryTable.insert(tickets.flatMap { demo, _ in demo.history.map { (demo.ticket.id, $0) } }, db)
            }
        }
        try Counters.setTicket(dataset.ticketCount, db)
        try db.script("ANALYZE")
    }

    /// What `make` makes of the ids, in their order; on all cores.
    private static func concurrently<Made: Sendable>(_ ids: ClosedRange<Int>, _ make: @Sendable (Int) -> Made?) -> [Made] {
        let share = 100
        let shares = (ids.count + share - 1) / share
        let made = Mutex<[Int: [Made]]>([:])
        DispatchQueue.concurrentPerform(iterations: shares) { index in
            let first = ids.lowerBound + index * share
            let part = (first...min(first + share - 1, ids.upperBound)).compactMap(make)
            made.withLock { $0[index] = part }
        }
        return made.withLock { parts in (0..<shares).flatMap { parts[$0] ?? [] } }
    }
}
