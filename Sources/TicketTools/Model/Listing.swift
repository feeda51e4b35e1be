internal import MCPCore

/// A part of a list, and how to get the next.
struct Listing<Element: Sendable>: Sendable {
    let items: [Element]
    let page: PageInfo
    /// When the list was as it is shown.
    let asOf: String?
    /// What the API says of the list beside it.
    let notes: [String]

    init(_ node: Node, _ decode: (Node) throws(APIError) -> Element) throws(APIError) {
        items = try node["items"].map(decode)
        page = try PageInfo(node.optional("page"), returned: items.count)
        asOf = try node.optionalString("as_of")
        notes = try node.strings("notes")
    }

    init(items: [Element], page: PageInfo, asOf: String?, notes: [String] = []) {
        self.items = items
        self.page = page
        self.asOf = asOf
        self.notes = notes
    }
}

struct PageInfo: Sendable, Hashable {
    let returned: Int
    let total: Int?
    let nextCursor: String?

    /// Also where no cursor leads to the rest: of a list that was cut.
    let hasMore: Bool

    /// Of a list that is there as a whole, and of which so many are shown.
    init(returned: Int, total: Int) {
        self.returned = returned
        self.total = total
        nextCursor = nil
        hasMore = total > returned
    }

    /// - Parameter node: nil where the API does not page.
    init(_ node: Node?, returned: Int) throws(APIError) {
        self.returned = returned
        total = try node?.optionalInteger("total")
        let cursor = try node?.optionalString("next_cursor")
        if let node, try node.bool("has_more", default: cursor != nil), try !node.bool("is_cut", default: false) {
            // More without a way to it must not look like the end.
            nextCursor = try node["next_cursor"].string
            hasMore = true
        } else {
            nextCursor = nil
            hasMore = try node?.bool("is_cut", default: false) ?? false
        }
    }

    static var schema: OutputSchema<PageInfo> {
        OutputSchema.object(
            field("returned", { $0.returned }, .integer), field("total", ifPresent: { $0.total }, .integer),
            field("next_cursor", ifPresent: { $0.nextCursor }, .string), field("has_more", { $0.hasMore }, .boolean)
        ).told { $0["required"] = nil }
    }

    /// `20 of 200 tickets`, `20 tickets`
    func count(of noun: String) -> String { "\(returned)\(total.map { " of \($0)" } ?? "") \(noun)" }

    /// How to go on, or that there is no more.
    func continuation(_ argument: String = "cursor") -> String {
        guard let nextCursor else { return hasMore ? "There is more, which cannot be listed here." : "No more." }
        return "More: call again with the same arguments and \(argument): \(nextCursor)"
    }
}
