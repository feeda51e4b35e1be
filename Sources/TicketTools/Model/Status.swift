/// A step of the workflow.
struct Status: Sendable, Hashable {
    let id: Int
    let key: String
    let name: String
    let nameJA: String?
    let group: String
    let isTerminal: Bool
    /// Keys; nil where the API does not say.
    let allowedNext: [String]?

    init(_ node: Node) throws(APIError) {
        id = try node["id"].integer
        key = try node["key"].string
        name = try node["name"].string
        nameJA = try node.optionalString("name_ja")
        group = try node["group"].string
        isTerminal = try node.bool("is_terminal", default: false)
        allowedNext = try node.optional("allowed_next") == nil ? nil : try node.strings("allowed_next")
    }
}

extension Status: Nameable {
    var names: [String] { [key, name] + [nameJA].compactMap(\.self) }
    var label: String { key.oneLine(60) }
}
