/// A category with the number of its details and, when asked for, the details.
public struct CategoryListing: Sendable, Equatable {
    public let category: Category
    public let detailCount: Int
    public let details: [CategoryDetail]?

    public init(category: Category, detailCount: Int, details: [CategoryDetail]?) {
        self.category = category
        self.detailCount = detailCount
        self.details = details
    }

    var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init("id", .int(category.id)), .init("name", .string(category.name)),
            .init("detail_count", .int(detailCount)), .init("active", .bool(category.active)),
        ]
        if let details { members.append(.init("details", .array(details.map(\.json)))) }
        return .object(members)
    }
}
