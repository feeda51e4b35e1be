/// What a model is told of a change that came too late, so that it can merge in one more call: what others did, how things stand, and the
/// version to use next.
struct ConflictText {
    let error: APIError
    let currentVersion: Int

    /// Of one value that is shown.
    private static let shownLength = 200
    /// Changes that are shown.
    private static let shownChanges = 100

    var text: String {
        var text = "Nothing was changed: the ticket is at version \(currentVersion) by now"
        if let expected = error.expectedVersion { text += ", not \(expected)" }
        text += "."
        if !error.changedSince.isEmpty { text += " Changed since your version:\n" + TextBoundary.wrap(changes) + left }
        if let current = error.current { text += "\nAs it is now:\n" + TextBoundary.wrap(values(of: current)) + next(after: current) }
        text += "\nIf your change still makes sense, call again with expected_version: \(currentVersion)"
        return text + (error.current == nil ? "; call get_ticket_detail to read the ticket first." : ", merged with these values.")
    }

    private var changes: String {
        error.changedSince.prefix(Self.shownChanges).map { change in
            let values = "\(change.from.map(\.quoted) ?? "nothing") -> \(change.to.map(\.quoted) ?? "nothing")"
            let trail = [change.at, change.by.map { "by \($0.oneLine(100))" }].compactMap(\.self).joined(separator: " ")
            return "\(change.field.oneLine(60)): \(values)\(trail.isEmpty ? "" : " (\(trail))")"
        }.joined(separator: "\n")
    }

    /// A change makes one version or more entries, so fewer changes than versions means that some are missing.
    private var left: String {
        let count = error.changedSince.count
        if count > Self.shownChanges { return "\n\(count - Self.shownChanges) more changes are left out." }
        guard let expected = error.expectedVersion, !error.hasTimeVersions, currentVersion - expected > count else { return "" }
        return "\nThere may be more: it is \(currentVersion - expected) versions. get_ticket_detail has the whole history."
    }

    /// The description is repeated only where somebody else changed it: the caller knows what it was.
    private func values(of ticket: Ticket) -> String {
        let summary = ticket.summary
        var lines = [
            "title: \(summary.title.oneLine())", "status: \(summary.status.oneLine(60))", "priority: \(summary.priority.oneLine(60))",
        ]
        func add(_ name: String, _ value: String?) { lines.append("\(name): \(value?.oneLine(Self.shownLength) ?? "nothing")") }
        func named(_ value: Named?) -> String? { value.map { "\($0.name) (id \($0.id))" } }
        add("assignee", named(summary.assignee))
        add("requester", summary.requester.map { $0.name + ($0.id.map { " (id \($0))" } ?? "") })
        add("account", named(summary.account))
        add("category", named(summary.category))
        add("category detail", named(summary.categoryDetail))
        add("channel", summary.requestChannel)
        add("tags", summary.tags.isEmpty ? nil : summary.tags.joined(separator: ", "))
        add("due", summary.dueAt)
        if error.changedSince.contains(where: { $0.field == "description" }) {
            lines.append("description:\n\(ticket.description)")
        }
        return lines.joined(separator: "\n")
    }

    private func next(after ticket: Ticket) -> String {
        ticket.allowedNext.map { "\nnext statuses: \($0.isEmpty ? "none" : $0.map { $0.oneLine(60) }.joined(separator: ", "))" } ?? ""
    }
}
