/// Where the tickets are: a SQLite file, or a PostgreSQL database.
public enum DatabaseLocation: Sendable, Equatable, CustomStringConvertible {
    case sqlite(path: String)
    /// - Parameter url: as libpq reads it; a password may also come from `PGPASSWORD` or a password file.
    case postgres(url: String)

    /// Reads `postgres://…` and `postgresql://…`; everything else is a path.
    public init(_ text: String) {
        let isURL = text.hasPrefix("postgres://") || text.hasPrefix("postgresql://")
        self = isURL ? .postgres(url: text) : .sqlite(path: text)
    }

    /// Without user and password.
    public var description: String {
        switch self {
        case .sqlite(let path): return path
        case .postgres(let url):
            let rest = url.drop { $0 != ":" }.dropFirst(3)
            let place = rest.prefix { $0 != "?" }
            return "postgres://" + (place.lastIndex(of: "@").map { place[place.index(after: $0)...] } ?? place)
        }
    }
}

extension SQLTicketStore {
    /// Opens the database and brings its tables up to date.
    public static func open(
        _ location: DatabaseLocation, limits: PoolLimits = PoolLimits(), retention: ChangeRetention = ChangeRetention()
    ) async throws -> SQLTicketStore {
        switch location {
        case .sqlite(let path): return try sqlite(path: path, retention: retention)
        case .postgres(let url):
            let pool = PostgresPool(url: url, limits: limits)
            do {
                try await pool.migrate(Schema.migrations)
                return SQLTicketStore(pool: pool, cursorSeal: try await pool.read(Secrets.cursorSeal), retention: retention)
            } catch {
                try pool.close()
                throw error
            }
        }
    }

    /// The same for a SQLite file, on this thread.
    public static func sqlite(path: String, retention: ChangeRetention = ChangeRetention()) throws -> SQLTicketStore {
        let pool = try SQLitePool(path: path)
        return SQLTicketStore(pool: pool, cursorSeal: try pool.readNow(Secrets.cursorSeal), retention: retention)
    }
}
