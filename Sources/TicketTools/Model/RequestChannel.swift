/// The way a request reached the help desk.
struct RequestChannel: Sendable, Hashable {
    let id: Int
    let key: String
    let name: String
    let active: Bool

    init(_ node: Node) throws(APIError) {
        id = try node["id"].integer
        key = try node["key"].string
        name = try node["name"].string
        active = try node.bool("active", default: true)
    }
}

extension RequestChannel: Nameable {
    var names: [String] { [key] + name.bilingualNames }
    var label: String { key.oneLine(60) }
}
