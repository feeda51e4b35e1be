/// Somebody who works on tickets or raises them.
struct User: Sendable, Hashable {
    let id: Int
    let name: String
    let kana: String?
    let email: String?
    let role: String
    let team: String?
    let active: Bool
    let isMe: Bool

    init(_ node: Node) throws(APIError) {
        id = try node["id"].integer
        name = try node["name"].string
        kana = try node.optionalString("kana")
        email = try node.optionalString("email")
        role = try node["role"].string
        team = try node.optionalString("team")
        active = try node.bool("active", default: true)
        isMe = try node.bool("is_me", default: false)
    }
}

extension User: Nameable {
    var names: [String] { [name] + [kana, email].compactMap(\.self) }
    var label: String { "\(id) \(name.oneLine(100))\(team.map { " (\($0.oneLine(60)))" } ?? "")\(active ? "" : " (inactive)")" }
}
