internal import MCPCore

struct GetUsers: ReadTool, TicketTool {
    struct Input: Sendable {
        let query: String?
        let role: UserRole?
        let active: Bool?
        let team: String?
        let ids: [Int]?
        let fields: [UserField]?
        let limit: Int
        let cursor: String?
        let format: TextFormat?
    }

    static let name = "get_users"
    static let description = "Finds users by name, kana or mail. The signed-in one is marked \"me\"."

    static let input = Schema<Input>.object(
        optional("query", .words(200)),
        optional("role", .choice),
        optional("active", .boolean),
        optional("team", .words(200)),
        optional("ids", .list(of: .id, 200)),
        optional("fields", "Shown beside id and name.", .list(of: .choice, 5)),
        defaulted("limit", .integer(1...200), 50, as: 50),
        optional("cursor", .cursor),
        listFormat(),
        build: Input.init)
    let desk: Desk

    func run(_ input: Input, as principal: Principal) async throws(APIError) -> DirectoryOutput<UserRow> {
        var query = APIQuery()
        query.add("query", input.query)
        query.add("role", input.role?.rawValue)
        query.add("active", input.active)
        query.add("team", input.team)
        query.add("id", input.ids ?? [])
        query.add("limit", input.limit)
        query.add("cursor", input.cursor)
        let listing = try Listing(Node(try await desk.client.get(APIPath("users"), query, as: principal).body, "users"), User.init)
        let fields = input.fields.flatMap { $0.isEmpty ? nil : Set($0) } ?? UserField.usual
        let rows = listing.items.map { UserRow(user: $0, fields: fields, showsEmail: desk.configuration.showsEmail) }
        return DirectoryOutput(rows, listing.page, listing.notes, format: input.format)
    }
}
