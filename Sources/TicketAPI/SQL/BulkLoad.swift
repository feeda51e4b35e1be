/// Loading very many rows into empty tables.
enum BulkLoad {
    /// Runs `load`. On PostgreSQL, indexes and references of the tables of tickets are made after it: that is several times faster than
    /// keeping them up row by row, and leaves the same tables.
    static func run(_ db: any SQLConnection, _ load: () throws -> Void) throws {
        guard db.dialect == .postgres else { return try load() }
        try db.script("SET LOCAL statement_timeout = 0; SET LOCAL maintenance_work_mem = '256MB'")
        let references = try db.rows(
            """
            SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
            WHERE contype = 'f' AND conrelid::regclass::text IN \(tables)
            """, []
        ).map { row in (table: try row[0] as String, name: try row[1] as String, definition: try row[2] as String) }
        let indexes = try db.rows(
            """
            SELECT quote_ident(indexname), indexdef FROM pg_indexes
            WHERE schemaname = current_schema() AND tablename IN \(tables) AND indexname NOT IN (SELECT conname FROM pg_constraint)
            """, []
        ).map { row in (name: try row[0] as String, definition: try row[1] as String) }
        for reference in references { try db.script("ALTER TABLE \(reference.table) DROP CONSTRAINT \(reference.name)") }
        for index in indexes { try db.script("DROP INDEX \(index.name)") }
        try load()
        for index in indexes { try db.script(index.definition) }
        for reference in references {
            try db.script("ALTER TABLE \(reference.table) ADD CONSTRAINT \(reference.name) \(reference.definition)")
        }
    }

    private static let tables = "('tickets', 'history', 'ticket_tags', 'ticket_search')"
}
