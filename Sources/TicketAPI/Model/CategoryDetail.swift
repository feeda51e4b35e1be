/// The second level of what a ticket is about; belongs to one category.
public struct CategoryDetail: Sendable, Equatable {
    public let id: Int
    public let categoryID: Int
    public let name: String
    public let active: Bool
    /// Members of a ticket that a form should ask for; advice to callers, not enforced.
    public let requiredFields: [String]

    public init(id: Int, categoryID: Int, name: String, active: Bool, requiredFields: [String]) {
        self.id = id
        self.categoryID = categoryID
        self.name = name
        self.active = active
        self.requiredFields = requiredFields
    }

    var named: Named { Named(id: id, name: name) }

    var json: JSONValue {
        [
            "id": .int(id), "category_id": .int(categoryID), "name": .string(name), "active": .bool(active),
            "required_fields": .texts(requiredFields),
        ]
    }
}
