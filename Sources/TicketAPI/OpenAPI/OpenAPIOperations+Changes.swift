extension OpenAPIOperations {
    static let changes: [OpenAPIOperation] = [
        OpenAPIOperation(
            method: "get", path: "/changes", id: "followChanges", tag: "changes",
            summary: "Tells of every change as it happens, as server-sent events, from Last-Event-ID or after on, or from now on.",
            parameters: [
                OpenAPIParameter("after", OpenAPISchema.count, "Id of the last event that was read; 0 for all that are kept."),
                OpenAPIParameter(
                    "Last-Event-ID", in: .header, OpenAPISchema.count, "The same, as clients send it that come back; it counts more."),
            ],
            success: .init(
                status: 200,
                description: """
                    Events with id, the type as their name and a ChangeEvent as data. An event `gap`, with after and oldest, \
                    tells that events between were forgotten. A comment comes every 15 seconds.
                    """,
                schema: OpenAPISchema.ref("ChangeEvent"), mediaType: "text/event-stream"),
            errors: [503])
    ]
}

extension OpenAPISchemas {
    static let changes: [(String, JSONValue)] = [
        (
            "ChangeEvent",
            OpenAPISchema.object(
                [
                    ("id", OpenAPISchema.string), ("type", OpenAPISchema.choice(ChangeEvent.Kind.allCases.map(\.rawValue))),
                    ("time", OpenAPISchema.time), ("source", OpenAPISchema.choice(["rest_api"])),
                    (
                        "key",
                        OpenAPISchema.described(
                            OpenAPISchema.string, "Names the change: T-000123/v7/ticket_updated, T-000123/h5/history_added, masters/42.")
                    ),
                    ("ticket", OpenAPISchema.described(OpenAPISchema.string, "Number of the ticket.")),
                    ("account", OpenAPISchema.described(OpenAPISchema.string, "Id of the ticket's account.")),
                    ("payload", ["anyOf": [ticketEvent, historyEvent, mastersEvent]]),
                ], optional: ["ticket", "account"])
        )
    ]

    private static let ticketEvent = OpenAPISchema.object([
        ("number", OpenAPISchema.string), ("title", OpenAPISchema.string),
        ("status", OpenAPISchema.object([("id", OpenAPISchema.id), ("key", OpenAPISchema.string), ("name", OpenAPISchema.string)])),
        ("priority", OpenAPISchema.priority), ("version", OpenAPISchema.id), ("account", OpenAPISchema.nullable(OpenAPISchema.named)),
        ("assignee", OpenAPISchema.nullable(OpenAPISchema.named)), ("changes", OpenAPISchema.array(OpenAPISchema.ref("FieldChange"))),
        ("actor", OpenAPISchema.nullable(OpenAPISchema.named)),
    ])

    private static let historyEvent = OpenAPISchema.object([
        ("number", OpenAPISchema.string), ("seq", OpenAPISchema.id),
        ("kind", OpenAPISchema.choice(HistoryEntry.Kind.allCases.map(\.rawValue))), ("visibility", visibility),
        ("author", OpenAPISchema.nullable(OpenAPISchema.named)), ("version", OpenAPISchema.id),
    ])

    private static let mastersEvent = OpenAPISchema.object([("kinds", OpenAPISchema.array(OpenAPISchema.string))])
}
