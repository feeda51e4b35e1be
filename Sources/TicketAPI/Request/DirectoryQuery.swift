/// One page of users or accounts, as asked for; in order of id.
public struct DirectoryQuery: Sendable, Equatable {
    public var text: String?
    public var active: Bool?
    public var ids: [Int] = []
    /// Users only.
    public var role: User.Role?
    /// Users only.
    public var team: String?
    /// Accounts only.
    public var code: String?
    public var limit = 50
    /// The id of the last row of the page before.
    public var after: Int?

    public init() {}

    /// Reads the query string of `GET /users`.
    static func users(_ query: String?, _ seal: CursorSeal) throws(Problem) -> (query: DirectoryQuery, scope: Cursor.Scope) {
        try parse(query, "users", seal) { reader, parsed in
            parsed.role = reader.choice("role", User.Role.allCases.map { ($0.rawValue, $0) })
            parsed.team = reader.text("team")
        }
    }

    /// Reads the query string of `GET /accounts`.
    static func accounts(_ query: String?, _ seal: CursorSeal) throws(Problem) -> (query: DirectoryQuery, scope: Cursor.Scope) {
        try parse(query, "accounts", seal) { reader, parsed in parsed.code = reader.text("code") }
    }

    private static func parse(
        _ query: String?, _ listing: String, _ seal: CursorSeal, _ special: (inout QueryReader, inout DirectoryQuery) -> Void
    ) throws(Problem) -> (query: DirectoryQuery, scope: Cursor.Scope) {
        var reader = QueryReader(query)
        var parsed = DirectoryQuery()
        parsed.text = reader.text("query")
        parsed.active = reader.flag("active")
        parsed.ids = reader.integers("id")
        special(&reader, &parsed)
        parsed.limit = reader.integer("limit", in: Limits.directory) ?? parsed.limit
        let scope = reader.scope(listing, seal)
        parsed.after = reader.cursor(count: 1, scope)?.first
        try reader.finish()
        return (parsed, scope)
    }
}
