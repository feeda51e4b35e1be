/// The short form of something that is referred to.
struct Named: Sendable, Hashable {
    let id: Int
    let name: String

    init(_ node: Node) throws(APIError) {
        id = try node["id"].integer
        name = try node["name"].string
    }
}
