extension OpenAPIOperations {
    static let history: [OpenAPIOperation] = [
        OpenAPIOperation(
            method: "get", path: "/tickets/{ref}/history", id: "listHistory", tag: "history", summary: "Lists the history of a ticket.",
            parameters: [.limit(Limits.history, 10), .order, .cursor],
            success: .init(status: 200, description: "A page of entries.", schema: OpenAPISchemas.page(of: "History")), errors: [404]),
        OpenAPIOperation(
            method: "post", path: "/tickets/{ref}/history", id: "addHistory", tag: "history",
            summary: "Adds an entry to the history of a ticket, and may change its status.", body: "NewHistory",
            success: .init(
                status: 201, description: "The new entry.", schema: OpenAPISchema.ref("AddedHistory"), headers: ["ETag"]),
            errors: [404, 413, 415, 422]),
    ]
}
