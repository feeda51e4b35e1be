internal import GRDB

/// A connection that GRDB lends.
struct SQLiteConnection: SQLConnection {
    let database: Database

    var dialect: SQLDialect { .sqlite }

    func rows(_ sql: String, _ arguments: [SQLValue]) throws -> [SQLRow] {
        try run(try database.cachedStatement(sql: sql), arguments)
    }

    func rows(planning sql: String, _ arguments: [SQLValue]) throws -> [SQLRow] {
        try run(try database.makeStatement(sql: sql), arguments)
    }

    func script(_ sql: String) throws {
        try database.execute(sql: sql)
    }

    private func run(_ statement: Statement, _ arguments: [SQLValue]) throws -> [SQLRow] {
        let cursor = try Row.fetchCursor(statement, arguments: StatementArguments(arguments.map(Self.databaseValue)))
        var rows: [SQLRow] = []
        while let row = try cursor.next() {
            rows.append(SQLRow((0..<row.count).map { Self.value(row[$0] as DatabaseValue) }))
        }
        return rows
    }

    private static func databaseValue(_ value: SQLValue) -> DatabaseValue {
        switch value {
        case .null: .null
        case .integer(let number): number.databaseValue
        case .text(let text): text.databaseValue
        }
    }

    private static func value(_ value: DatabaseValue) -> SQLValue {
        switch value.storage {
        case .int64(let number): .integer(number)
        case .string(let text): .text(text)
        // No table has such columns; whoever reads one says so.
        case .null, .double, .blob: .null
        }
    }
}
