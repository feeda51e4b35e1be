/// Who asked for help: a known user, or somebody known by name only.
struct Requester: Sendable, Hashable {
    let id: Int?
    let name: String
    let contact: String?

    init(_ node: Node) throws(APIError) {
        id = try node.optionalInteger("id")
        name = try node["name"].string
        contact = try node.optionalString("contact")
    }
}
