/// One change of the tables. It runs once for each database, in a transaction of its own.
struct Migration: Sendable {
    /// Kept in the database; never changes.
    let name: String
    let run: @Sendable (any SQLConnection) throws -> Void

    init(_ name: String, _ run: @escaping @Sendable (any SQLConnection) throws -> Void) {
        self.name = name
        self.run = run
    }
}
