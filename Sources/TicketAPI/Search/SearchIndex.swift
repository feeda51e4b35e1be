/// The full text index: FTS5 on SQLite, GIN on PostgreSQL, over the same tokens.
///
/// Neither engine's own idea of a word comes into it: FTS5's `ascii` tokenizer splits at the spaces we put, and PostgreSQL is given
/// lexemes instead of text.
enum SearchIndex {
    static func create(_ db: any SQLConnection) throws {
        switch db.dialect {
        case .sqlite:
            try db.script(
                """
                CREATE VIRTUAL TABLE ticket_search USING fts5(
                    tokens, content = '', detail = none, columnsize = 0, tokenize = 'ascii');
                """)
        case .postgres:
            try db.script(
                """
                CREATE TABLE ticket_search (
                    ticket_id BIGINT PRIMARY KEY REFERENCES tickets (id) ON DELETE CASCADE, tokens TSVECTOR NOT NULL);
                """ + gin)
        }
    }

    static func insert(_ id: Int, _ text: SearchText, _ db: any SQLConnection) throws {
        let arguments = [SQLValue(id), joined(text)]
        switch db.dialect {
        case .sqlite: try db.execute("INSERT INTO ticket_search (rowid, tokens) VALUES (?, ?)", arguments)
        case .postgres: try db.execute("INSERT INTO ticket_search (ticket_id, tokens) VALUES (?, \(vector))", arguments)
        }
    }

    static func insert(_ texts: [(id: Int, text: SearchText)], _ db: any SQLConnection) throws {
        switch db.dialect {
        case .sqlite: for (id, text) in texts { try insert(id, text, db) }
        case .postgres:
            let rows = texts.map { [SQLValue($0.id), joined($0.text)] }
            try BulkInsert.run("ticket_search", ["ticket_id", "tokens"], value: ["tokens": vector], rows, db)
        }
    }

    static func replace(_ id: Int, old: SearchText, new: SearchText, _ db: any SQLConnection) throws {
        switch db.dialect {
        case .sqlite:
            // An index without content is told what to forget.
            let sql = "INSERT INTO ticket_search (ticket_search, rowid, tokens) VALUES ('delete', ?, ?)"
            try db.execute(sql, [SQLValue(id), joined(old)])
            try insert(id, new, db)
        case .postgres: try db.execute("UPDATE ticket_search SET tokens = \(vector) WHERE ticket_id = ?", [joined(new), SQLValue(id)])
        }
    }

    /// A SELECT of the ids, as `id`, of the tickets that may match, with its argument.
    static func candidates(_ terms: [SearchQuery.Term], _ dialect: SQLDialect) -> (sql: String, argument: SQLValue) {
        switch dialect {
        case .sqlite:
            let words = terms.map { "\"\($0.text)\"" + ($0.isPrefix ? " *" : "") }
            let sql = "SELECT rowid AS id FROM ticket_search WHERE ticket_search MATCH ?"
            return (sql, .text(words.joined(separator: " AND ")))
        case .postgres:
            let words = terms.map { "'\($0.text)'" + ($0.isPrefix ? ":*" : "") }
            let sql = "SELECT ticket_id AS id FROM ticket_search WHERE tokens @@ CAST(? AS TSQUERY)"
            return (sql, .text(words.joined(separator: " & ")))
        }
    }

    private static let gin = "CREATE INDEX ticket_search_tokens ON ticket_search USING gin (tokens);"
    private static let vector = "array_to_tsvector(string_to_array(?, ' '))"

    private static func joined(_ text: SearchText) -> SQLValue { .text(text.tokens.joined(separator: " ")) }
}
