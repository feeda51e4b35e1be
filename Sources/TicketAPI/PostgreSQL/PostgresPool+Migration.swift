extension PostgresPool {
    /// Runs the migrations that this database has not seen, one transaction each. Of several servers that start at once, one runs them
    /// and the others wait.
    func migrate(_ migrations: [Migration]) async throws {
        let encoding: String? = try await read { db in try db.value("SHOW server_encoding") }
        guard encoding == "UTF8" else { throw SQLError.unexpected("the encoding of the database is \(encoding ?? "unknown"), not UTF8") }
        for migration in migrations {
            try await write { db in
                try db.script("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0; SELECT pg_advisory_xact_lock(\(Self.lock))")
                try db.script("CREATE TABLE IF NOT EXISTS schema_migrations (name TEXT PRIMARY KEY)")
                let isNew = try db.rows("SELECT name FROM schema_migrations WHERE name = ?", [.text(migration.name)]).isEmpty
                guard isNew else { return }
                try migration.run(db)
                try db.execute("INSERT INTO schema_migrations (name) VALUES (?)", [.text(migration.name)])
            }
        }
    }

    /// An arbitrary number that other programs are unlikely to lock.
    private static let lock = 7_236_417_091
}
