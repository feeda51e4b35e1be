extension OpenAPISchemas {
    static let requests: [(String, JSONValue)] = [
        ("NewTicket", OpenAPISchema.body([("title", title), ("description", description)] + references + rest, required: ["title"])),
        (
            "TicketPatch",
            OpenAPISchema.body(
                [("title", title), ("description", description), ("status_id", status)] + references + rest + patchOnly, required: [])
        ),
        (
            "NewHistory",
            OpenAPISchema.body(
                [
                    ("body", OpenAPISchema.text(1...Limits.longText)),
                    ("kind", OpenAPISchema.choice(HistoryEntry.Kind.writable.map(\.rawValue))),
                    ("visibility", OpenAPISchema.described(visibility, "internal unless given; public for a reply.")),
                    ("occurred_at", OpenAPISchema.nullable(OpenAPISchema.timeOrDate)),
                    ("request_channel_id", OpenAPISchema.nullable(OpenAPISchema.id)),
                    ("minutes_spent", OpenAPISchema.nullable(OpenAPISchema.integer(0...Limits.minutesSpent))),
                    ("status_id", status),
                ], required: ["body"])
        ),
        (
            "CategoryPatch",
            OpenAPISchema.body([("name", OpenAPISchema.text(1...Limits.masterName)), ("active", OpenAPISchema.flag)], required: [])
        ),
    ]

    private static let title = OpenAPISchema.text(1...Limits.title, "One line; code points are counted.")
    private static let description = OpenAPISchema.text(0...Limits.longText)
    private static let status: JSONValue = ["anyOf": [OpenAPISchema.id, OpenAPISchema.string], "description": "Id or key of a status."]

    private static let references: [(String, JSONValue)] = [
        ("category_id", OpenAPISchema.nullable(OpenAPISchema.id)),
        ("category_detail_id", OpenAPISchema.nullable(OpenAPISchema.id)),
        ("request_channel_id", OpenAPISchema.id),
        ("account_id", OpenAPISchema.nullable(OpenAPISchema.id)),
        ("requester_id", OpenAPISchema.nullable(OpenAPISchema.id)),
        ("requester_name", OpenAPISchema.nullable(OpenAPISchema.text(1...Limits.requesterName))),
        ("requester_contact", OpenAPISchema.nullable(OpenAPISchema.text(1...Limits.requesterContact))),
        ("assignee_id", OpenAPISchema.nullable(OpenAPISchema.id)),
    ]

    private static let rest: [(String, JSONValue)] = [
        ("priority", OpenAPISchema.priority), ("due_at", OpenAPISchema.nullable(OpenAPISchema.timeOrDate)), ("tags", OpenAPISchema.tags),
    ]

    private static let patchOnly: [(String, JSONValue)] = [
        ("add_tags", OpenAPISchema.tags), ("remove_tags", OpenAPISchema.tags),
        ("comment", OpenAPISchema.nullable(OpenAPISchema.text(1...Limits.longText))),
    ]
}
