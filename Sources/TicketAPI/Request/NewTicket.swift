/// The body of `POST /tickets`, read but not yet checked against the store.
public struct NewTicket: Sendable {
    public let title: String
    public let description: String
    public let categoryID: Int?
    public let categoryDetailID: Int?
    public let requestChannelID: Int?
    public let accountID: Int?
    public let requesterID: Int?
    public let requesterName: String?
    public let requesterContact: String?
    public let assigneeID: Int?
    public let priority: Priority
    public let dueAt: Instant?
    public let tags: [String]
    /// What is wrong with the body itself; reported together with references that do not exist.
    public let faults: [FieldError]

    init(_ body: JSONValue) throws(Problem) {
        var reader = try BodyReader(body)
        let givenTitle = reader.text("title", 1...Limits.title)
        if body["title"] == nil { reader.fault("title", "required", "title is required.") }
        title = givenTitle.given ?? ""
        description = reader.text("description", 0...Limits.longText, multiline: true).given ?? ""
        categoryID = reader.integer("category_id").given
        categoryDetailID = reader.integer("category_detail_id").given
        requestChannelID = reader.integer("request_channel_id").given
        accountID = reader.integer("account_id").given
        requesterID = reader.integer("requester_id").given
        requesterName = reader.text("requester_name", 1...Limits.requesterName, nullable: true).given
        requesterContact = reader.text("requester_contact", 1...Limits.requesterContact, nullable: true).given
        assigneeID = reader.integer("assignee_id").given
        priority = reader.choice("priority", Priority.allCases.map { ($0.key, $0) }).given ?? .normal
        dueAt = reader.time("due_at").given
        tags = reader.tags("tags").given ?? []
        faults = reader.finish()
    }

    /// The rows this body refers to.
    public var mentioned: References.Mentioned {
        References.Mentioned(
            users: [requesterID, assigneeID].compactMap(\.self), accounts: [accountID].compactMap(\.self),
            categories: [categoryID].compactMap(\.self), details: [categoryDetailID].compactMap(\.self))
    }
}
