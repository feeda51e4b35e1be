extension OpenAPIOperations {
    static let tickets: [OpenAPIOperation] = [
        OpenAPIOperation(
            method: "get", path: "/tickets", id: "listTickets", tag: "tickets", summary: "Lists tickets, or reads those that ids names.",
            parameters: filters + times + presentation,
            success: .init(status: 200, description: "A page of tickets.", schema: OpenAPISchema.ref("TicketPage"))),
        OpenAPIOperation(
            method: "post", path: "/tickets", id: "createTicket", tag: "tickets", summary: "Creates a ticket.",
            parameters: [.dryRun, .idempotencyKey], body: "NewTicket",
            success: .init(
                status: 201, description: "The new ticket.", schema: OpenAPISchema.ref("CreatedTicket"), headers: ["ETag", "Location"]),
            preview: .init(status: 200, description: "With dry_run.", schema: OpenAPISchema.ref("CreationPreview")),
            errors: [409, 413, 415, 422, 503]),
        OpenAPIOperation(
            method: "get", path: "/tickets/{ref}", id: "getTicket", tag: "tickets", summary: "Reads a ticket.",
            parameters: [.fields],
            success: .init(status: 200, description: "The ticket.", schema: OpenAPISchemas.selectable("Ticket"), headers: ["ETag"]),
            errors: [404]),
        OpenAPIOperation(
            method: "patch", path: "/tickets/{ref}", id: "changeTicket", tag: "tickets",
            summary: "Changes a ticket; null clears a field that can be empty.", parameters: [ifMatch, .dryRun, .idempotencyKey],
            body: "TicketPatch",
            success: .init(
                status: 200, description: "The changed ticket and what changed.", schema: OpenAPISchema.ref("TicketUpdate"),
                headers: ["ETag"]), errors: [404, 409, 412, 413, 415, 422, 428, 503]),
    ]

    private static let ifMatch = OpenAPIParameter(
        "If-Match", in: .header, OpenAPISchema.string, "The ETag of the ticket as it was read, or * to overwrite.", isRequired: true)

    private static let filters: [OpenAPIParameter] = [
        .query,
        .repeated("status", OpenAPISchema.string, "Key or id of a status."),
        .repeated("status_group", OpenAPISchema.group, "Phase of the workflow."),
        OpenAPIParameter("assignee_id", OpenAPISchema.string, "A user id, `me` or `none`."),
        OpenAPIParameter("account_id", OpenAPISchema.id, "Customer."),
        OpenAPIParameter("requester_id", OpenAPISchema.id, "User who asked."),
        .repeated("category_id", OpenAPISchema.id, "Category."),
        .repeated("category_detail_id", OpenAPISchema.id, "Category detail."),
        .repeated("request_channel_id", OpenAPISchema.id, "Request channel."),
        .repeated("priority", OpenAPISchema.priority, "Priority."),
        .repeated("tag", OpenAPISchema.string, "Tag; all given tags must be there."),
    ]

    private static let times: [OpenAPIParameter] =
        ["created", "updated", "due"].flatMap { name in
            [
                OpenAPIParameter("\(name)_from", OpenAPISchema.timeOrDate, "Not before this."),
                OpenAPIParameter("\(name)_to", OpenAPISchema.timeOrDate, "Before this instant, or up to the end of this day."),
            ]
        } + [
            OpenAPIParameter("overdue", OpenAPISchema.flag, "true: only unresolved tickets past their due time."),
            OpenAPIParameter("unassigned", OpenAPISchema.flag, "true: only tickets without an assignee."),
        ]

    private static let presentation: [OpenAPIParameter] = [
        OpenAPIParameter("sort", OpenAPISchema.choice(TicketSort.Key.allCases.map(\.rawValue)), "Sort key; updated_at unless given."),
        .order, .limit(Limits.tickets, 20),
        OpenAPIParameter("include_total", OpenAPISchema.flag, "true: also count all matches."),
        .repeated("include", OpenAPISchema.choice(["description"]), "Further members of each row."),
        .fields, .cursor,
        .repeated(
            "ids", OpenAPISchema.string, "Up to \(Limits.references) ids or numbers, also separated by commas; goes with fields only."),
    ]
}
