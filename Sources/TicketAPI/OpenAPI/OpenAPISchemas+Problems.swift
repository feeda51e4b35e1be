extension OpenAPISchemas {
    static let problems: [(String, JSONValue)] = [
        (
            "Problem",
            OpenAPISchema.object(
                [
                    ("type", ["type": "string", "format": "uri"]), ("title", OpenAPISchema.string), ("status", ["type": "integer"]),
                    ("code", OpenAPISchema.string), ("detail", OpenAPISchema.string),
                    ("errors", OpenAPISchema.array(OpenAPISchema.ref("FieldError"))),
                    ("current_version", OpenAPISchema.described(OpenAPISchema.id, "Of a 412.")),
                    ("changed_since", OpenAPISchema.described(OpenAPISchema.array(OpenAPISchema.ref("ChangeSince")), "Of a 412.")),
                    ("current", OpenAPISchema.described(OpenAPISchema.ref("Ticket"), "Of a 412: the ticket as it is now.")),
                ], optional: ["errors", "current_version", "changed_since", "current"])
        ),
        (
            "FieldError",
            OpenAPISchema.object(
                [
                    ("field", OpenAPISchema.string), ("code", OpenAPISchema.string), ("message", OpenAPISchema.string),
                    ("allowed", OpenAPISchema.array(OpenAPISchema.string)),
                ], optional: ["allowed"])
        ),
        (
            "ChangeSince",
            [
                "allOf": [
                    OpenAPISchema.ref("FieldChange"),
                    OpenAPISchema.object([("at", OpenAPISchema.time), ("by", OpenAPISchema.nullable(OpenAPISchema.string))]),
                ]
            ]
        ),
    ]

    /// The error responses that operations refer to as `Problem400` and so on.
    static let problemResponses: [(Int, String)] = [
        (400, "The query, cursor or body cannot be read."),
        (401, "No API key, or one that is not known."),
        (403, "A server without API keys was asked under a foreign host name; or only admins may do this."),
        (404, "There is no such ticket."),
        (405, "The path does not take this method."),
        (409, "Another request with this Idempotency-Key is still at work; see Retry-After."),
        (412, "The ticket has changed since; changed_since tells how, and current holds it as it is now."),
        (413, "The body is over 1 MiB."),
        (415, "The body is not declared as JSON."),
        (422, "Fields that cannot be accepted, all of them in errors; or an Idempotency-Key of another request."),
        (428, "If-Match is missing."),
        (429, "Too many requests; not sent by this server itself, but by what may stand before it."),
        (500, "The server failed."),
        (503, "The database does not answer, or is busy; or too many follow the changes; see Retry-After."),
    ]
}
