internal import GRDB

/// One SQLite file in WAL mode: any number of readers beside one writer.
struct SQLitePool: SQLPool {
    private let pool: DatabasePool

    /// Opens or creates the file and brings its tables up to date.
    init(path: String) throws {
        var configuration = Configuration()
        configuration.label = "tickets"
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { db in try db.execute(sql: "PRAGMA synchronous = NORMAL; PRAGMA analysis_limit = 1000") }
        pool = try DatabasePool(path: path, configuration: configuration)
        var migrator = DatabaseMigrator()
        for migration in Schema.migrations {
            migrator.registerMigration(migration.name) { db in try migration.run(SQLiteConnection(database: db)) }
        }
        try migrator.migrate(pool)
    }

    var dialect: SQLDialect { .sqlite }

    func read<Value: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> Value) async throws -> Value {
        try await busy { try await pool.read { db in try body(SQLiteConnection(database: db)) } }
    }

    func write<Value: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> Value) async throws -> Value {
        try await busy { try await pool.write { db in try body(SQLiteConnection(database: db)) } }
    }

    /// Runs `body` on this thread.
    func readNow<Value>(_ body: (any SQLConnection) throws -> Value) throws -> Value {
        try pool.read { db in try body(SQLiteConnection(database: db)) }
    }

    func close() throws {
        try pool.close()
    }

    /// Another process may hold the file for longer than we wait.
    private func busy<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
            throw Problem.databaseBusy
        }
    }
}
