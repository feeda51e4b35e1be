extension OpenAPIOperations {
    static let history: [OpenAPIOperation] = [
        OpenAPIOperation(
            method: "get", path: "/tickets/{ref}/history", id: "listHistory", tag: "history", summary: "Lists the history of a ticket.",
            parameters: [.limit(Limits.history, 10), .order, visibility, .cursor],
            success: .init(status: 200, description: "A page of entries.", schema: OpenAPISchemas.page(of: "History")), errors: [404]),
        OpenAPIOperation(
            method: "post", path: "/tickets/{ref}/history", id: "addHistory", tag: "history",
            summary: "Adds an entry to the history of a ticket, and may change its status.",
            parameters: [.dryRun, .idempotencyKey, ifMatch], body: "NewHistory",
            success: .init(
                status: 201, description: "The new entry.", schema: OpenAPISchema.ref("AddedHistory"), headers: ["ETag"]),
            preview: .init(status: 200, description: "With dry_run.", schema: OpenAPISchema.ref("AdditionPreview")),
            errors: [404, 409, 412, 413, 415, 422, 503]),
    ]

    private static let visibility = OpenAPIParameter("visibility", OpenAPISchemas.visibility, "Only entries that are.")
    private static let ifMatch = OpenAPIParameter(
        "If-Match", in: .header, OpenAPISchema.string, "The ETag of the ticket as it was read; without it, any version will do.")
}
