extension OpenAPISchemas {
    static let tickets: [(String, JSONValue)] = [
        ("TicketSummary", OpenAPISchema.object(summary + [("description", description)], optional: ["description"])),
        ("Ticket", OpenAPISchema.object(summary + full)),
        (
            "TicketUpdate",
            OpenAPISchema.object([
                ("ticket", OpenAPISchema.ref("Ticket")), ("changes", OpenAPISchema.array(OpenAPISchema.ref("FieldChange"))),
                ("version", OpenAPISchema.id),
            ])
        ),
        (
            "StatusReference",
            OpenAPISchema.object([
                ("id", OpenAPISchema.id), ("key", OpenAPISchema.string), ("name", OpenAPISchema.string), ("group", OpenAPISchema.group),
            ])
        ),
        (
            "ChannelReference",
            OpenAPISchema.object([
                ("id", OpenAPISchema.id), ("key", OpenAPISchema.string), ("name", OpenAPISchema.string),
            ])
        ),
        (
            "AccountReference",
            OpenAPISchema.object([
                ("id", OpenAPISchema.id), ("code", OpenAPISchema.string), ("name", OpenAPISchema.string),
            ])
        ),
        (
            "NextStatus",
            OpenAPISchema.object([
                ("id", OpenAPISchema.id), ("key", OpenAPISchema.string), ("name", OpenAPISchema.string),
            ])
        ),
        (
            "Requester",
            OpenAPISchema.object(
                [("id", OpenAPISchema.id), ("name", OpenAPISchema.string), ("contact", OpenAPISchema.string)], optional: ["id", "contact"])
        ),
    ]

    private static let description = OpenAPISchema.text(0...Limits.longText)

    private static let summary: [(String, JSONValue)] = [
        ("id", OpenAPISchema.id),
        ("number", ["type": "string", "examples": ["T-000123"]]),
        ("title", OpenAPISchema.text(1...Limits.title)),
        ("status", OpenAPISchema.ref("StatusReference")),
        ("priority", OpenAPISchema.priority),
        ("category", OpenAPISchema.nullable(OpenAPISchema.named)),
        ("category_detail", OpenAPISchema.nullable(OpenAPISchema.named)),
        ("request_channel", OpenAPISchema.ref("ChannelReference")),
        ("account", OpenAPISchema.nullable(OpenAPISchema.ref("AccountReference"))),
        ("requester", OpenAPISchema.nullable(OpenAPISchema.ref("Requester"))),
        ("assignee", OpenAPISchema.nullable(OpenAPISchema.named)),
        ("tags", OpenAPISchema.tags),
        ("due_at", OpenAPISchema.nullable(OpenAPISchema.time)),
        ("created_at", OpenAPISchema.time),
        ("updated_at", OpenAPISchema.time),
        ("version", OpenAPISchema.id),
        ("url", ["type": "string", "format": "uri-reference"]),
    ]

    private static let full: [(String, JSONValue)] = [
        ("description", description),
        ("first_response_at", OpenAPISchema.nullable(OpenAPISchema.time)),
        ("resolved_at", OpenAPISchema.nullable(OpenAPISchema.time)),
        ("closed_at", OpenAPISchema.nullable(OpenAPISchema.time)),
        ("created_by", OpenAPISchema.named),
        ("updated_by", OpenAPISchema.named),
        ("allowed_next", OpenAPISchema.array(OpenAPISchema.ref("NextStatus"))),
        ("history_count", OpenAPISchema.count),
    ]
}
