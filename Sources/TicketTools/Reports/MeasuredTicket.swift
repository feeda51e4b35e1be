internal import MCPCore

/// As much of a ticket as statistics need.
struct MeasuredTicket: Sendable {
    let number: String
    let status: String
    let isFinished: Bool
    let category: String?
    let assignee: String?
    let created: Moment
    let firstResponse: Moment?
    let resolved: Moment?
    /// Whether the API said anything of first responses and resolutions: lists need not.
    let hasTimes: Bool

    static let fields = "status,category,assignee,created_at,first_response_at,resolved_at"

    init(_ node: Node) throws(APIError) {
        number = try node["number"].string
        status = try node["status"]["key"].string
        let group = try node["status"].optionalString("group") ?? status
        category = try node.optional("category", Named.init)?.name
        assignee = try node.optional("assignee", Named.init)?.name
        guard let created = Moment(try node["created_at"].string) else { throw .badResponse("\(node.path).created_at is no time.") }
        self.created = created
        firstResponse = try node.optionalString("first_response_at").flatMap { Moment($0) }
        resolved = try node.optionalString("resolved_at").flatMap { Moment($0) }
        isFinished = group == StatusGroup.resolved.rawValue || group == StatusGroup.closed.rawValue
        hasTimes = node.value["first_response_at"] != nil && node.value["resolved_at"] != nil
    }
}
