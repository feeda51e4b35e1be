/// The body of `PATCH /tickets/{ref}`, read but not yet checked against the store.
public struct TicketPatch: Sendable {
    public let title: FieldValue<String>
    public let description: FieldValue<String>
    /// Id or key.
    public let statusID: FieldValue<String>
    public let priority: FieldValue<Priority>
    public let categoryID: FieldValue<Int>
    public let categoryDetailID: FieldValue<Int>
    public let requestChannelID: FieldValue<Int>
    public let accountID: FieldValue<Int>
    public let requesterID: FieldValue<Int>
    public let requesterName: FieldValue<String>
    public let requesterContact: FieldValue<String>
    public let assigneeID: FieldValue<Int>
    public let dueAt: FieldValue<Instant>
    public let tags: FieldValue<[String]>
    public let addTags: FieldValue<[String]>
    public let removeTags: FieldValue<[String]>
    public let comment: FieldValue<String>
    /// What is wrong with the body itself; reported together with references that do not exist.
    public let faults: [FieldError]

    init(_ body: JSONValue) throws(Problem) {
        var reader = try BodyReader(body)
        title = reader.text("title", 1...Limits.title)
        description = reader.text("description", 0...Limits.longText, multiline: true)
        statusID = reader.status("status_id")
        priority = reader.choice("priority", Priority.allCases.map { ($0.key, $0) })
        categoryID = reader.integer("category_id")
        categoryDetailID = reader.integer("category_detail_id")
        requestChannelID = reader.integer("request_channel_id", nullable: false)
        accountID = reader.integer("account_id")
        requesterID = reader.integer("requester_id")
        requesterName = reader.text("requester_name", 1...Limits.requesterName, nullable: true)
        requesterContact = reader.text("requester_contact", 1...Limits.requesterContact, nullable: true)
        assigneeID = reader.integer("assignee_id")
        dueAt = reader.time("due_at")
        tags = reader.tags("tags", nullable: true)
        addTags = reader.tags("add_tags")
        removeTags = reader.tags("remove_tags")
        comment = reader.text("comment", 1...Limits.longText, multiline: true, nullable: true)
        if body["tags"] != nil, body["add_tags"] != nil || body["remove_tags"] != nil {
            reader.fault("tags", "conflict", "Give either tags, or add_tags and remove_tags.")
        }
        faults = reader.finish()
    }

    /// The rows this body refers to, in a ticket that is in `ticket`'s state.
    public func mentioned(in ticket: Ticket) -> References.Mentioned {
        References.Mentioned(
            users: [requesterID.given, assigneeID.given].compactMap(\.self), accounts: [accountID.given].compactMap(\.self),
            categories: [categoryID.given].compactMap(\.self),
            details: [categoryDetailID.given, ticket.categoryDetail?.id].compactMap(\.self))
    }
}
