extension Ticket {
    /// The form in listings; with the description when it was read.
    func summary(publicURL: String) -> JSONValue {
        var members = summaryMembers(publicURL: publicURL)
        if let description { members.append(.init("description", .string(description))) }
        return .object(members)
    }

    /// The form of one ticket.
    func json(publicURL: String, allowedNext: [Status]) -> JSONValue {
        .object(
            summaryMembers(publicURL: publicURL) + [
                .init("description", .string(description ?? "")),
                .init("first_response_at", .time(firstResponseAt)),
                .init("resolved_at", .time(resolvedAt)),
                .init("closed_at", .time(closedAt)),
                .init("created_by", createdBy.json),
                .init("updated_by", updatedBy.json),
                .init("allowed_next", .array(allowedNext.map { ["id": .int($0.id), "key": .string($0.key), "name": .string($0.name)] })),
                .init("history_count", .int(historyCount)),
            ])
    }

    private func summaryMembers(publicURL: String) -> [JSONValue.Member] {
        [
            .init("id", .int(id)),
            .init("number", .string(number)),
            .init("title", .string(title)),
            .init("status", status.reference),
            .init("priority", .string(priority.key)),
            .init("category", category?.json ?? .null),
            .init("category_detail", categoryDetail?.json ?? .null),
            .init("request_channel", requestChannel.reference),
            .init("account", account?.reference ?? .null),
            .init("requester", requester?.json ?? .null),
            .init("assignee", assignee?.json ?? .null),
            .init("tags", .texts(tags)),
            .init("due_at", .time(dueAt)),
            .init("created_at", .time(createdAt)),
            .init("updated_at", .time(updatedAt)),
            .init("version", .int(version)),
            .init("url", .string("\(publicURL)/tickets/\(number)")),
        ]
    }
}
