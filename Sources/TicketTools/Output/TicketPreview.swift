internal import MCPCore

/// A ticket that a dry run would make: it has no number yet.
struct TicketPreview: Sendable {
    /// What has a value, without the description: the caller wrote it.
    let json: JSON

    private static let shown = [
        "title", "status", "priority", "category", "category_detail", "request_channel", "account", "requester", "assignee", "tags",
        "due_at",
    ]

    init(_ node: Node) {
        var shown = JSONObject()
        for name in Self.shown {
            guard let value = node.value[name], !value.isNull, value.array?.isEmpty != true else { continue }
            shown[name] = value["key"] ?? value
        }
        json = .object(shown)
    }

    var lines: String {
        (json.object?.members ?? []).map { member in
            let value = member.value["name"]?.string ?? member.value.string ?? member.value.text
            return "\(member.key): \(value.oneLine(1_000))"
        }.joined(separator: "\n")
    }
}

/// A ticket that may be about the same.
struct PossibleDuplicate: Sendable, Hashable {
    let number: String
    let title: String
    let status: String?
    let createdAt: String?

    init(_ node: Node) throws(APIError) {
        number = try node["number"].string
        title = try node["title"].string
        status = try node.optional("status").flatMap { status throws(APIError) in
            status.value.string == nil ? try status.optionalString("key") : status.value.string
        }
        createdAt = try node.optionalString("created_at")
    }

    var line: String {
        let facts = [status.map { " \($0.oneLine(60))" }, " | \(title.oneLine())", createdAt.map { " | created: \($0.oneLine(60))" }]
        return number.oneLine(60) + facts.compactMap(\.self).joined()
    }

    static var schema: OutputSchema<PossibleDuplicate> {
        OutputSchema<PossibleDuplicate>.object(
            field("number", { $0.number }, .string), field("title", { $0.title }, .string),
            field("status", ifPresent: { $0.status }, .string),
            field("created_at", ifPresent: { $0.createdAt }, .string)
        ).loose
    }
}
