/// Tickets in a relational database.
public final class SQLTicketStore: TicketStore {
    let pool: any SQLPool
    let retention: ChangeRetention
    private let tuning: ListingTuning
    public let cursorSeal: CursorSeal
    public let changeSignal = ChangeSignal()

    init(
        pool: any SQLPool, cursorSeal: CursorSeal, retention: ChangeRetention = ChangeRetention(), tuning: ListingTuning = ListingTuning()
    ) {
        self.pool = pool
        self.cursorSeal = cursorSeal
        self.retention = retention
        self.tuning = tuning
    }

    /// The same tickets, listed in another way.
    func tuned(_ tuning: ListingTuning) -> SQLTicketStore {
        SQLTicketStore(pool: pool, cursorSeal: cursorSeal, retention: retention, tuning: tuning)
    }

    /// The same tickets, with events kept for another time.
    func retaining(_ retention: ChangeRetention) -> SQLTicketStore {
        SQLTicketStore(pool: pool, cursorSeal: cursorSeal, retention: retention, tuning: tuning)
    }

    public var engine: String { pool.dialect.engine }

    public func check() async throws {
        let one: Int? = try await pool.read { db in try db.value("SELECT 1") }
        guard one == 1 else { throw SQLError.unexpected("1 is \(one.map(String.init) ?? "nothing")") }
    }

    public func ticketCount() async throws -> Int {
        try await pool.read { db in try db.value("SELECT count(*) FROM tickets") ?? 0 }
    }

    public func close() throws {
        try pool.close()
    }

    public func workflow() async throws -> Workflow {
        try await pool.read(ReferenceTables.workflow)
    }

    public func tickets(_ query: TicketQuery) async throws -> Slice<Ticket> {
        try await pool.read(TicketListing(query: query, dialect: pool.dialect, tuning: tuning).run)
    }

    public func ticket(_ reference: TicketReference) async throws -> Ticket? {
        try await pool.read { db in try TicketTable.ticket(reference.id, db) }
    }

    public func tickets(_ references: [TicketReference]) async throws -> [Ticket] {
        try await pool.read { db in try TicketTable.tickets(references.map(\.id), description: true, db) }
    }

    public func create(_ new: NewTicket, _ context: WriteContext, answer: @escaping Answer<Creation>) async throws -> StoredAnswer {
        try await write { [retention] db in
            try Self.once(context, db) {
                var creation = try Self.plan(new, context, db)
                let change = try Counters.nextChange(db)
                var ticket = creation.ticket
                ticket.id = try Counters.nextTicket(db)
                try TicketTable.insert([(ticket, TicketText(ticket))], change: change, db)
                var entry = TicketCreation.firstEntry(of: ticket)
                try HistoryTable.insert(&entry, ticketID: ticket.id, db)
                try ChangeTable.append(ticket.creationEvents(by: context.actor), retention, at: context.now, db)
                creation = Creation(ticket: ticket, duplicates: creation.duplicates, workflow: creation.workflow)
                return try answer(creation)
            }
        }
    }

    public func previewCreation(_ new: NewTicket, _ context: WriteContext) async throws -> Creation {
        try await pool.read { db in try Self.plan(new, context, db) }
    }

    public func change(
        _ reference: TicketReference, if precondition: VersionPrecondition, _ patch: TicketPatch, _ context: WriteContext,
        answer: @escaping Answer<Change>
    ) async throws -> StoredAnswer {
        try await write { [retention] db in
            try Self.once(context, db) {
                let (old, workflow) = try Self.current(reference, if: precondition, locking: true, db)
                let plan = try Self.plan(patch, to: old, context, db)
                if var entry = plan.entry {
                    try Self.store(plan.ticket, from: old, &entry, context, retention, db)
                }
                return try answer(Change(ticket: plan.ticket, changes: plan.entry?.changes ?? [], workflow: workflow))
            }
        }
    }

    public func previewChange(
        _ reference: TicketReference, if precondition: VersionPrecondition, _ patch: TicketPatch, _ context: WriteContext
    ) async throws -> Change {
        try await pool.read { db in
            let (old, workflow) = try Self.current(reference, if: precondition, locking: false, db)
            let plan = try Self.plan(patch, to: old, context, db)
            return Change(ticket: plan.ticket, changes: plan.entry?.changes ?? [], workflow: workflow)
        }
    }

    public func history(of reference: TicketReference, _ query: HistoryQuery) async throws -> Slice<HistoryEntry>? {
        try await pool.read { db in
            guard try !db.rows("SELECT id FROM tickets WHERE id = ?", [SQLValue(reference.id)]).isEmpty else { return nil }
            return try HistoryTable.page(of: reference.id, query, db)
        }
    }

    public func add(
        _ new: NewHistory, to reference: TicketReference, if precondition: VersionPrecondition, _ context: WriteContext,
        answer: @escaping Answer<Addition>
    ) async throws -> StoredAnswer {
        try await write { [retention] db in
            try Self.once(context, db) {
                let (old, workflow) = try Self.current(reference, if: precondition, locking: true, db)
                var plan = try Self.plan(new, to: old, workflow, context, db)
                try Self.store(plan.ticket, from: old, &plan.entry, context, retention, db)
                return try answer(Addition(ticket: plan.ticket, entry: plan.entry))
            }
        }
    }

    public func previewAddition(
        _ new: NewHistory, to reference: TicketReference, if precondition: VersionPrecondition, _ context: WriteContext
    ) async throws -> Addition {
        try await pool.read { db in
            let (old, workflow) = try Self.current(reference, if: precondition, locking: false, db)
            let plan = try Self.plan(new, to: old, workflow, context, db)
            return Addition(ticket: plan.ticket, entry: plan.entry)
        }
    }

    public func user(_ id: Int) async throws -> User? {
        try await pool.read { db in try DirectoryTables.users([id], db).first }
    }

    public func users(_ query: DirectoryQuery) async throws -> Slice<User> {
        try await pool.read { db in try DirectoryTables.users(query, db) }
    }

    public func accounts(_ query: DirectoryQuery) async throws -> Slice<Account> {
        try await pool.read { db in try DirectoryTables.accounts(query, db) }
    }

    public func categories(_ query: CategoryQuery) async throws -> [CategoryListing] {
        try await pool.read { db in try CategoryTables.listings(query, db) }
    }

    public func categoryDetails(_ query: CategoryQuery) async throws -> [CategoryDetail] {
        try await pool.read { db in try CategoryTables.details(query, db) }
    }

    public func requestChannels(active: Bool?) async throws -> [RequestChannel] {
        try await pool.read { db in try ReferenceTables.channels(active: active, db) }
    }

    public func change(
        category id: Int, _ patch: CategoryPatch, _ context: WriteContext, answer: @escaping Answer<CategoryListing>
    ) async throws -> StoredAnswer {
        try await write { [retention] db in
            try Self.once(context, db) {
                guard let category = try CategoryTables.categories([id], db).first else {
                    throw Problem.notFound("Category \(id) does not exist.")
                }
                let changed = try patch.applied(to: category)
                if changed != category {
                    try CategoryTables.update(changed, db)
                    try ChangeTable.append(retention, at: context.now, db) {
                        .mastersChanged(["categories"], position: $0, at: context.now)
                    }
                }
                return try answer(try CategoryTables.listing(changed, db))
            }
        }
    }

    public func load(_ dataset: DemoDataset) async throws {
        try await pool.write { db in try DemoLoader().load(dataset, db) }
    }

    /// Writes, and wakes those who wait for changes.
    private func write<Value: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> Value) async throws -> Value {
        let value = try await pool.write(body)
        changeSignal.touch()
        return value
    }
}
