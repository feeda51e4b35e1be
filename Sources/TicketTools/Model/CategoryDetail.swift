/// The second level of what a ticket is about.
struct CategoryDetail: Sendable, Hashable {
    let id: Int
    let categoryID: Int
    let name: String
    let active: Bool
    let requiredFields: [String]

    init(_ node: Node) throws(APIError) {
        id = try node["id"].integer
        categoryID = try node["category_id"].integer
        name = try node["name"].string
        active = try node.bool("active", default: true)
        requiredFields = try node.strings("required_fields")
    }
}

extension CategoryDetail: Nameable {
    var names: [String] { name.bilingualNames }
    var label: String { "\(id) \(name.oneLine(100)) (of category \(categoryID))\(active ? "" : " (inactive)")" }
}
