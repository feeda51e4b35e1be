internal import GRDB

/// Tickets in one SQLite file, in WAL mode: any number of readers beside one writer.
public final class SQLiteTicketStore: TicketStore {
    private let pool: DatabasePool
    private let search: any TextSearch
    private let tickets: TicketTable

    /// Opens or creates the file and brings its tables up to date.
    public convenience init(path: String) throws {
        try self.init(path: path, search: SubstringSearch())
    }

    init(path: String, search: any TextSearch) throws {
        var configuration = Configuration()
        configuration.label = "tickets"
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { db in try db.execute(sql: "PRAGMA synchronous = NORMAL") }
        pool = try DatabasePool(path: path, configuration: configuration)
        self.search = search
        tickets = TicketTable(search: search)
        try Schema.migrator.migrate(pool)
    }

    public var engine: String { "sqlite" }

    public func check() async throws {
        _ = try await pool.read { db in try Int.fetchOne(db, sql: "SELECT 1") }
    }

    public func ticketCount() async throws -> Int {
        try await pool.read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM tickets") ?? 0 }
    }

    public func close() throws {
        try pool.close()
    }

    public func workflow() async throws -> Workflow {
        try await pool.read(ReferenceTables.workflow)
    }

    public func tickets(_ query: TicketQuery) async throws -> Slice<Ticket> {
        let listing = TicketListing(query: query, search: search)
        return try await pool.read(listing.run)
    }

    public func ticket(_ reference: TicketReference) async throws -> Ticket? {
        try await pool.read { [tickets] db in try tickets.ticket(reference.id, db) }
    }

    public func create(_ new: NewTicket, by actor: User, at now: Instant) async throws -> Ticket {
        try await pool.write { [tickets] db in
            let references = try ReferenceTables.references(new.mentioned, db)
            var ticket = try TicketCreation.plan(new, references: references, actor: actor, at: now)
            try tickets.insert(&ticket, db)
            var entry = TicketCreation.firstEntry(of: ticket)
            try HistoryTable.insert(&entry, ticketID: ticket.id, db)
            return ticket
        }
    }

    public func change(
        _ reference: TicketReference, if precondition: VersionPrecondition, _ patch: TicketPatch, by actor: User, at now: Instant
    ) async throws -> (ticket: Ticket, changes: [FieldChange]) {
        try await pool.write { [tickets] db in
            guard let ticket = try tickets.ticket(reference.id, db) else {
                throw Problem.noTicket(TicketReference.number(of: reference.id))
            }
            guard precondition.accepts(ticket.version) else {
                let since = try HistoryTable.since(version: precondition.newest, of: ticket.id, db)
                throw Problem.versionConflict(
                    current: ticket.version, expected: precondition.summary, changedSince: since.flatMap(\.changedSince))
            }
            let references = try ReferenceTables.references(patch.mentioned(in: ticket), db)
            let plan = try TicketChange.plan(patch, to: ticket, references: references, actor: actor, at: now)
            guard var entry = plan.entry else { return (ticket, []) }
            try tickets.update(plan.ticket, tagsChanged: plan.ticket.tags != ticket.tags, db)
            try HistoryTable.insert(&entry, ticketID: ticket.id, db)
            return (plan.ticket, entry.changes)
        }
    }

    public func history(of reference: TicketReference, _ query: HistoryQuery) async throws -> Slice<HistoryEntry>? {
        try await pool.read { db in
            let sql = "SELECT EXISTS (SELECT 1 FROM tickets WHERE id = ?)"
            guard try Bool.fetchOne(db, sql: sql, arguments: [reference.id]) == true else { return nil }
            return try HistoryTable.page(of: reference.id, query, db)
        }
    }

    public func add(
        _ new: NewHistory, to reference: TicketReference, by actor: User, at now: Instant
    ) async throws -> (ticket: Ticket, entry: HistoryEntry) {
        try await pool.write { [tickets] db in
            guard let ticket = try tickets.ticket(reference.id, db) else {
                throw Problem.noTicket(TicketReference.number(of: reference.id))
            }
            let references = try ReferenceTables.references(References.Mentioned(), db)
            var plan = try HistoryAddition.plan(new, to: ticket, references: references, actor: actor, at: now)
            try tickets.update(plan.ticket, tagsChanged: false, db)
            try HistoryTable.insert(&plan.entry, ticketID: ticket.id, db)
            return plan
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

    public func load(_ dataset: DemoDataset) async throws {
        try await pool.write { [tickets] db in try DemoLoader(tickets: tickets).load(dataset, db) }
    }
}
