extension OpenAPIOperations {
    static let directory: [OpenAPIOperation] = [
        OpenAPIOperation(
            method: "get", path: "/me", id: "getMe", tag: "directory", summary: "The acting user.",
            parameters: [ifNoneMatch],
            success: .init(status: 200, description: "The user.", schema: OpenAPISchema.ref("User"), headers: ["ETag"]), isValidated: true),
        list(
            "/users", "listUsers", "Lists users.", "User",
            [
                .query, .active, ids, OpenAPIParameter("role", OpenAPISchema.role, "Role."),
                OpenAPIParameter("team", OpenAPISchema.string, "Exact name of a team."), .limit(Limits.directory, 50), .cursor,
            ]),
        list(
            "/accounts", "listAccounts", "Lists customers.", "Account",
            [
                .query, .active, ids, OpenAPIParameter("code", OpenAPISchema.string, "Exact code."),
                .limit(Limits.directory, 50), .cursor,
            ]),
        list(
            "/categories", "listCategories", "Lists categories.", "Category",
            [.query, .active, OpenAPIParameter("include_details", OpenAPISchema.flag, "true: with their details.")]),
        OpenAPIOperation(
            method: "patch", path: "/categories/{id}", id: "changeCategory", tag: "directory",
            summary: "Renames a category, or takes it in or out of use. For admins.", parameters: [.idempotencyKey], body: "CategoryPatch",
            success: .init(status: 200, description: "The category.", schema: OpenAPISchema.ref("Category")),
            errors: [404, 409, 413, 415, 422, 503]),
        list(
            "/category-details", "listCategoryDetails", "Lists category details.", "CategoryDetail",
            [.repeated("category_id", OpenAPISchema.id, "Category."), .query, .active]),
        list(
            "/statuses", "listStatuses", "Lists statuses; allowed_next is for the acting user.", "Status",
            [
                OpenAPIParameter("group", OpenAPISchema.group, "Phase of the workflow."),
                OpenAPIParameter("from_status", OpenAPISchema.string, "Only what can follow this status, by key or id."),
            ]),
        list("/request-channels", "listRequestChannels", "Lists request channels.", "RequestChannel", [.active]),
    ]

    private static let ifNoneMatch = OpenAPIParameter(
        "If-None-Match", in: .header, OpenAPISchema.string, "The ETag of what the caller has; 304 when it is still so.")
    private static let ids = OpenAPIParameter.repeated("id", OpenAPISchema.id, "Only these ids.")

    private static func list(
        _ path: String, _ id: String, _ summary: String, _ item: String, _ parameters: [OpenAPIParameter]
    ) -> OpenAPIOperation {
        OpenAPIOperation(
            method: "get", path: path, id: id, tag: "directory", summary: summary, parameters: parameters + [ifNoneMatch],
            success: .init(status: 200, description: "A page of rows.", schema: OpenAPISchemas.page(of: item), headers: ["ETag"]),
            isValidated: true)
    }
}
