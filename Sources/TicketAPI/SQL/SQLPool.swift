/// Connections to one database.
protocol SQLPool: Sendable {
    var dialect: SQLDialect { get }

    /// Runs `body` in a transaction that sees one state of the database and changes nothing.
    func read<Value: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> Value) async throws -> Value

    /// Runs `body` in a transaction that takes effect as a whole, or not at all when `body` throws. It may be run again from the start
    /// when the database asks for that, so it must do nothing but work with its connection.
    func write<Value: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> Value) async throws -> Value

    /// Closes every connection.
    func close() throws
}
