/// A ticket as lists show it.
struct TicketSummary: Sendable, Hashable {
    let id: Int
    let number: String
    let title: String
    /// Its key.
    let status: String
    let priority: String
    let category: Named?
    let categoryDetail: Named?
    /// Its key.
    let requestChannel: String?
    let account: Named?
    let requester: Requester?
    let assignee: Named?
    let tags: [String]
    let dueAt: String?
    let createdAt: String
    let updatedAt: String
    let version: Int
    let url: String?
    /// Only where it was asked for.
    let description: String?

    init(_ node: Node) throws(APIError) {
        id = try node["id"].integer
        number = try node["number"].string
        title = try node["title"].string
        status = try node["status"]["key"].string
        priority = try node["priority"].string
        category = try node.optional("category", Named.init)
        categoryDetail = try node.optional("category_detail", Named.init)
        requestChannel = try node.optional("request_channel")?["key"].string
        account = try node.optional("account", Named.init)
        requester = try node.optional("requester", Requester.init)
        assignee = try node.optional("assignee", Named.init)
        tags = try node.strings("tags")
        dueAt = try node.optionalString("due_at")
        createdAt = try node["created_at"].string
        updatedAt = try node["updated_at"].string
        version = try node["version"].integer
        url = try node.optionalString("url")
        description = try node.optionalString("description")
    }
}

extension TicketSummary {
    /// The address, where it is one that people can open.
    var absoluteURL: String? { url.flatMap { $0.contains("://") ? $0 : nil } }
}
