extension Ticket {
    /// These members, in their order.
    func json(_ fields: TicketFields, publicURL: String, allowedNext: [Status]) -> JSONValue {
        .object(fields.names.map { .init($0, member($0, publicURL, allowedNext)) })
    }

    /// One ticket with everything.
    func json(publicURL: String, allowedNext: [Status]) -> JSONValue {
        json(.full, publicURL: publicURL, allowedNext: allowedNext)
    }

    private func member(_ name: String, _ publicURL: String, _ allowedNext: [Status]) -> JSONValue {
        switch name {
        case "id": .int(id)
        case "number": .string(number)
        case "title": .string(title)
        case "status": status.reference
        case "priority": .string(priority.key)
        case "category": category?.json ?? .null
        case "category_detail": categoryDetail?.json ?? .null
        case "request_channel": requestChannel.reference
        case "account": account?.reference ?? .null
        case "requester": requester?.json ?? .null
        case "assignee": assignee?.json ?? .null
        case "tags": .texts(tags)
        case "due_at": .time(dueAt)
        case "created_at": .time(createdAt)
        case "updated_at": .time(updatedAt)
        case "version": .int(version)
        case "url": .string("\(publicURL)/tickets/\(number)")
        case "description": .string(description ?? "")
        case "first_response_at": .time(firstResponseAt)
        case "resolved_at": .time(resolvedAt)
        case "closed_at": .time(closedAt)
        case "created_by": createdBy.json
        case "updated_by": updatedBy.json
        case "allowed_next": .array(allowedNext.map { ["id": .int($0.id), "key": .string($0.key), "name": .string($0.name)] })
        case "history_count": .int(historyCount)
        default: .null
        }
    }
}
