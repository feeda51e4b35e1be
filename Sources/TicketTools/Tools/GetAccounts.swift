internal import MCPCore

struct GetAccounts: ReadTool, TicketTool {
    struct Input: Sendable {
        let query: String?
        let code: String?
        let active: Bool?
        let ids: [Int]?
        let limit: Int
        let cursor: String?
        let format: TextFormat?
    }

    static let name = "get_accounts"
    static let description = "Finds customer companies by name, kana or code."

    static let input = Schema<Input>.object(
        optional("query", .words(200)),
        optional("code", "Whole code.", .words(200)),
        optional("active", .boolean),
        optional("ids", .list(of: .id, 200)),
        defaulted("limit", .integer(1...200), 50, as: 50),
        optional("cursor", .cursor),
        listFormat(),
        build: Input.init)
    let desk: Desk

    func run(_ input: Input, as principal: Principal) async throws(APIError) -> DirectoryOutput<Account> {
        var query = APIQuery()
        query.add("query", input.query)
        query.add("code", input.code)
        query.add("active", input.active)
        query.add("id", input.ids ?? [])
        query.add("limit", input.limit)
        query.add("cursor", input.cursor)
        let body = try await desk.client.get(APIPath("accounts"), query, as: principal).body
        let listing = try Listing(Node(body, "accounts"), Account.init)
        return DirectoryOutput(listing.items, listing.page, listing.notes, format: input.format)
    }
}

extension Account: DirectoryRow {
    static let noun = "accounts"
    static let isPaged = true

    static let columns = ["id", "code", "name", "name_kana", "active"]

    var cells: [String] { [String(id), code ?? "", name, nameKana ?? "", String(active)] }

    var line: String {
        let facts = [code, nameKana].compactMap { $0?.oneLine(200) } + (active ? [] : ["inactive"])
        return "\(id) \(name.oneLine(200))\(facts.isEmpty ? "" : " | \(facts.joined(separator: " | "))")"
    }

    static let schema = OutputSchema<Account>.object(
        field("id", { $0.id }, .integer), field("code", ifPresent: { $0.code }, .string), field("name", { $0.name }, .string),
        field("name_kana", ifPresent: { $0.nameKana }, .string), field("active", { $0.active }, .boolean))
}
