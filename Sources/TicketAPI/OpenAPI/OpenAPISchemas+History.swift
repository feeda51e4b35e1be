extension OpenAPISchemas {
    static let history: [(String, JSONValue)] = [
        (
            "AdditionPreview",
            OpenAPISchema.object([
                ("dry_run", OpenAPISchema.flag), ("would_add", OpenAPISchema.object(entry)), ("ticket_version", OpenAPISchema.id),
            ])
        ),
        ("FieldChange", OpenAPISchema.object([("field", OpenAPISchema.string), ("from", displayValue), ("to", displayValue)])),
        (
            "History",
            OpenAPISchema.object([("id", OpenAPISchema.id)] + entry)
        ),
        (
            "AddedHistory",
            OpenAPISchema.object([
                ("history_id", OpenAPISchema.id), ("seq", OpenAPISchema.id), ("ticket_version", OpenAPISchema.id),
                ("history", OpenAPISchema.ref("History")), ("ticket", OpenAPISchema.ref("TicketSummary")),
            ])
        ),
    ]

    private static let entry: [(String, JSONValue)] = [
        ("seq", OpenAPISchema.id), ("kind", OpenAPISchema.choice(HistoryEntry.Kind.allCases.map(\.rawValue))),
        ("visibility", visibility), ("body", OpenAPISchema.string), ("author", OpenAPISchema.nullable(OpenAPISchema.named)),
        ("channel", OpenAPISchema.nullable(OpenAPISchema.ref("ChannelReference"))),
        ("changes", OpenAPISchema.array(OpenAPISchema.ref("FieldChange"))),
        ("minutes_spent", OpenAPISchema.nullable(OpenAPISchema.count)), ("occurred_at", OpenAPISchema.time),
        ("created_at", OpenAPISchema.time),
    ]

    static let visibility = OpenAPISchema.choice(HistoryEntry.Visibility.allCases.map(\.rawValue))

    private static let displayValue: JSONValue = [
        "description": "What people read: a status key, a user's name, a list of tags; null when empty.",
        "anyOf": [["type": "string"], ["type": "array", "items": ["type": "string"]], ["type": "null"]],
    ]
}
