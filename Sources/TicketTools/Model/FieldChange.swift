internal import MCPCore

/// A field of a ticket that was changed, in words for people.
struct FieldChange: Sendable, Hashable {
    let name: String
    let from: JSON
    let to: JSON

    init(_ node: Node) throws(APIError) {
        name = try node["field"].string
        from = try node.optional("from")?.value ?? .null
        to = try node.optional("to")?.value ?? .null
    }

    /// `status: "open" -> "pending"`
    var line: String { "\(name.oneLine(60)): \(Self.text(from)) -> \(Self.text(to))" }

    private static func text(_ value: JSON) -> String {
        switch value {
        case .null: "nothing"
        case .string(let text): text.quoted
        default: value.text.oneLine(200)
        }
    }

    static var schema: OutputSchema<FieldChange> {
        OutputSchema<FieldChange>.object(
            field("field", { $0.name }, .string), field("from", { $0.from }, .json), field("to", { $0.to }, .json)
        ).loose
    }
}
