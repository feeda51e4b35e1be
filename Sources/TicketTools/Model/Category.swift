/// The first level of what a ticket is about.
struct Category: Sendable, Hashable {
    let id: Int
    let name: String
    let detailCount: Int
    let active: Bool

    init(_ node: Node) throws(APIError) {
        id = try node["id"].integer
        name = try node["name"].string
        detailCount = try node.optionalInteger("detail_count") ?? 0
        active = try node.bool("active", default: true)
    }
}

extension Category: Nameable {
    var names: [String] { name.bilingualNames }
    var label: String { "\(id) \(name.oneLine(100))\(active ? "" : " (inactive)")" }
}
