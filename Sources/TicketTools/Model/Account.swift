/// A customer company.
struct Account: Sendable, Hashable {
    let id: Int
    let code: String?
    let name: String
    let nameKana: String?
    let active: Bool

    init(_ node: Node) throws(APIError) {
        id = try node["id"].integer
        code = try node.optionalString("code")
        name = try node["name"].string
        nameKana = try node.optionalString("name_kana")
        active = try node.bool("active", default: true)
    }
}

extension Account: Nameable {
    var names: [String] { [name] + [nameKana, code].compactMap(\.self) }
    var label: String { "\(id) \(name.oneLine(100))\(code.map { " (\($0.oneLine(60)))" } ?? "")\(active ? "" : " (inactive)")" }
}
