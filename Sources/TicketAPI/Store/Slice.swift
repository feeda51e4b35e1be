/// One page of a listing.
public struct Slice<Row: Sendable>: Sendable {
    public let rows: [Row]
    /// The number of rows on all pages, when it was asked for.
    public let total: Int?
    /// Where the last row stands; nil on the last page.
    public let next: [Int]?

    public init(rows: [Row], total: Int? = nil, next: [Int]? = nil) {
        self.rows = rows
        self.total = total
        self.next = next
    }

    /// `rows` may hold one row more than `limit`, which shows that there is another page.
    init(_ rows: [Row], limit: Int, total: Int? = nil, keyset: (Row) -> [Int]) {
        let page = Array(rows.prefix(limit))
        self.init(rows: page, total: total, next: rows.count > limit ? page.last.map(keyset) : nil)
    }

    /// `{items, page}`, and `as_of` where given.
    func json(_ scope: Cursor.Scope?, asOf: Instant? = nil, _ item: (Row) -> JSONValue) -> JSONValue {
        var page: [JSONValue.Member] = [.init("returned", .int(rows.count))]
        if let total { page.append(.init("total", .int(total))) }
        if let next, let scope { page.append(.init("next_cursor", .string(scope.text(next)))) }
        page.append(.init("has_more", .bool(next != nil)))
        var members: [JSONValue.Member] = [.init("items", .array(rows.map(item))), .init("page", .object(page))]
        if let asOf { members.append(.init("as_of", .time(asOf))) }
        return .object(members)
    }
}
