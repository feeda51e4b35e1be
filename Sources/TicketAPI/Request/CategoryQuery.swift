/// Which categories or category details to list.
public struct CategoryQuery: Sendable, Equatable {
    public var text: String?
    public var active: Bool?
    /// Categories only.
    public var includesDetails = false
    /// Category details only.
    public var categoryIDs: [Int] = []

    public init() {}

    /// Reads the query string of `GET /categories`.
    static func categories(_ query: String?) throws(Problem) -> CategoryQuery {
        var reader = QueryReader(query)
        var parsed = CategoryQuery()
        parsed.text = reader.text("query")
        parsed.active = reader.flag("active")
        parsed.includesDetails = reader.flag("include_details") ?? false
        try reader.finish()
        return parsed
    }

    /// Reads the query string of `GET /category-details`.
    static func details(_ query: String?) throws(Problem) -> CategoryQuery {
        var reader = QueryReader(query)
        var parsed = CategoryQuery()
        parsed.categoryIDs = reader.integers("category_id")
        parsed.text = reader.text("query")
        parsed.active = reader.flag("active")
        try reader.finish()
        return parsed
    }
}
