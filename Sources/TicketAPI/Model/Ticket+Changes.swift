extension Ticket {
    /// What differs in `other`, by the names people read rather than by id.
    func changes(to other: Ticket) -> [FieldChange] {
        var changes: [FieldChange] = []
        func compare(_ field: String, _ value: (Ticket) -> JSONValue) {
            let change = FieldChange(field: field, from: value(self), to: value(other))
            if change.from != change.to { changes.append(change) }
        }
        func compare(_ field: String, named id: (Ticket) -> Int?, _ name: (Ticket) -> String?) {
            guard id(self) != id(other) else { return }
            changes.append(FieldChange(field: field, from: .text(name(self)), to: .text(name(other))))
        }
        compare("title") { .string($0.title) }
        if description != other.description {
            let cut = { (ticket: Ticket) in JSONValue.text(ticket.description?.excerpt(FieldChange.excerptLength)) }
            changes.append(FieldChange(field: "description", from: cut(self), to: cut(other)))
        }
        compare("status") { .string($0.status.key) }
        compare("priority") { .string($0.priority.key) }
        compare("category", named: \.category?.id, \.category?.name)
        compare("category_detail", named: \.categoryDetail?.id, \.categoryDetail?.name)
        compare("request_channel") { .string($0.requestChannel.key) }
        compare("account", named: \.account?.id, \.account?.name)
        if requester?.id != other.requester?.id || requester?.name != other.requester?.name {
            changes.append(FieldChange(field: "requester", from: .text(requester?.name), to: .text(other.requester?.name)))
        }
        compare("requester_contact") { .text($0.requester?.contact) }
        compare("assignee", named: \.assignee?.id, \.assignee?.name)
        compare("due_at") { .time($0.dueAt) }
        compare("tags") { .texts($0.tags) }
        return changes
    }
}
