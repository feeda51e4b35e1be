extension OpenAPISchemas {
    static let tickets: [(String, JSONValue)] = [
        ("TicketSummary", OpenAPISchema.object(summary + [("description", description)], optional: ["description"])),
        ("Ticket", OpenAPISchema.object(summary + full)),
        ("TicketSelection", OpenAPISchema.object(summary + full, optional: Set(TicketFields.all).subtracting(TicketFields.identity))),
        (
            "TicketPage",
            OpenAPISchema.object(
                [
                    ("items", OpenAPISchema.array(selectable("TicketSummary"))), ("page", OpenAPISchema.ref("Page")),
                    ("as_of", OpenAPISchema.time),
                    ("missing", OpenAPISchema.described(OpenAPISchema.array(OpenAPISchema.string), "Of ids, those that do not exist.")),
                ], optional: ["missing"])
        ),
        (
            "CreatedTicket",
            OpenAPISchema.object(summary + full + [("possible_duplicates", duplicates)], optional: ["possible_duplicates"])
        ),
        (
            "CreationPreview",
            OpenAPISchema.object([
                ("dry_run", OpenAPISchema.flag),
                ("would_create", OpenAPISchema.object((summary + full).filter { TicketFields.draft.contains($0.0) })),
                ("possible_duplicates", duplicates),
            ])
        ),
        (
            "TicketUpdate",
            OpenAPISchema.object(
                [
                    ("ticket", OpenAPISchema.ref("Ticket")), ("changes", OpenAPISchema.array(OpenAPISchema.ref("FieldChange"))),
                    ("version", OpenAPISchema.id),
                    ("dry_run", OpenAPISchema.described(OpenAPISchema.flag, "true when nothing was written.")),
                ], optional: ["dry_run"])
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

    /// A ticket as `name`, or with the members that `fields` asked for.
    static func selectable(_ name: String) -> JSONValue {
        ["anyOf": [OpenAPISchema.ref(name), OpenAPISchema.ref("TicketSelection")]]
    }

    private static let duplicates = OpenAPISchema.described(
        OpenAPISchema.array(OpenAPISchema.ref("TicketSelection")),
        "Tickets of the same title and account from the last ten minutes that are not closed.")

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
