/// A connection inside a transaction; lent to one closure on one thread.
///
/// Statements are written once for all engines, with `?` for their arguments; values never become part of the text. What engines
/// write differently is a fragment of ``SQLDialect``.
protocol SQLConnection {
    var dialect: SQLDialect { get }

    /// Runs a statement that is the same each time; it is prepared once for each connection.
    func rows(_ sql: String, _ arguments: [SQLValue]) throws -> [SQLRow]

    /// Runs a statement that was put together for this query; it is planned for the very values it is given.
    func rows(planning sql: String, _ arguments: [SQLValue]) throws -> [SQLRow]

    /// Runs statements without arguments and results, separated by semicolons.
    func script(_ sql: String) throws
}

extension SQLConnection {
    /// Runs a statement for what it does.
    func execute(_ sql: String, _ arguments: [SQLValue] = []) throws {
        _ = try rows(sql, arguments)
    }

    /// Runs a statement that has one mark for each of some keys: prepared for one of them, which is what is mostly asked for.
    func rows(of keys: Int, _ sql: String, _ arguments: [SQLValue]) throws -> [SQLRow] {
        try keys == 1 ? rows(sql, arguments) : rows(planning: sql, arguments)
    }

    /// The first column of the first row.
    func value<Value: SQLReadable>(_ sql: String, _ arguments: [SQLValue] = []) throws -> Value? {
        try rows(sql, arguments).first.map { try $0[0] }
    }
}
