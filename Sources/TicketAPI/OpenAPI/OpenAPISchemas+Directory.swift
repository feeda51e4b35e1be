extension OpenAPISchemas {
    static let directory: [(String, JSONValue)] = [
        ("Reference", OpenAPISchema.object([("id", OpenAPISchema.id), ("name", OpenAPISchema.string)])),
        (
            "User",
            OpenAPISchema.object([
                ("id", OpenAPISchema.id), ("name", OpenAPISchema.string), ("kana", OpenAPISchema.nullable(OpenAPISchema.string)),
                ("email", OpenAPISchema.string), ("role", OpenAPISchema.role), ("team", OpenAPISchema.nullable(OpenAPISchema.string)),
                ("active", OpenAPISchema.flag), ("is_me", OpenAPISchema.flag),
            ])
        ),
        (
            "Account",
            OpenAPISchema.object([
                ("id", OpenAPISchema.id), ("code", OpenAPISchema.string), ("name", OpenAPISchema.string),
                ("name_kana", OpenAPISchema.nullable(OpenAPISchema.string)), ("active", OpenAPISchema.flag),
            ])
        ),
        (
            "Category",
            OpenAPISchema.object(
                [
                    ("id", OpenAPISchema.id), ("name", OpenAPISchema.string), ("detail_count", OpenAPISchema.count),
                    ("active", OpenAPISchema.flag), ("details", OpenAPISchema.array(OpenAPISchema.ref("CategoryDetail"))),
                ], optional: ["details"])
        ),
        (
            "CategoryDetail",
            OpenAPISchema.object([
                ("id", OpenAPISchema.id), ("category_id", OpenAPISchema.id), ("name", OpenAPISchema.string), ("active", OpenAPISchema.flag),
                ("required_fields", OpenAPISchema.array(OpenAPISchema.string)),
            ])
        ),
        (
            "Status",
            OpenAPISchema.object([
                ("id", OpenAPISchema.id), ("key", OpenAPISchema.string), ("name", OpenAPISchema.string), ("name_ja", OpenAPISchema.string),
                ("group", OpenAPISchema.group), ("is_terminal", OpenAPISchema.flag), ("sort", ["type": "integer"]),
                ("allowed_next", OpenAPISchema.array(OpenAPISchema.string)),
            ])
        ),
        (
            "RequestChannel",
            OpenAPISchema.object([
                ("id", OpenAPISchema.id), ("key", OpenAPISchema.string), ("name", OpenAPISchema.string), ("active", OpenAPISchema.flag),
            ])
        ),
        (
            "Page",
            OpenAPISchema.object(
                [
                    ("returned", OpenAPISchema.count), ("total", OpenAPISchema.count), ("next_cursor", OpenAPISchema.string),
                    ("has_more", OpenAPISchema.flag),
                ], optional: ["total", "next_cursor"])
        ),
        (
            "Health",
            OpenAPISchema.object([
                ("status", OpenAPISchema.choice(["ok"])), ("database", OpenAPISchema.string), ("version", OpenAPISchema.string),
            ])
        ),
    ]
}
