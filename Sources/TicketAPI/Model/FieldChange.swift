/// One changed field of a ticket, with display values.
public struct FieldChange: Sendable, Equatable {
    public let field: String
    public let from: JSONValue
    public let to: JSONValue

    public init(field: String, from: JSONValue, to: JSONValue) {
        self.field = field
        self.from = from
        self.to = to
    }

    /// Long texts are cut to this many code points in a change.
    static let excerptLength = 200

    var members: [JSONValue.Member] { [.init("field", .string(field)), .init("from", from), .init("to", to)] }

    var json: JSONValue { .object(members) }

    init?(json: JSONValue) {
        guard case .string(let field)? = json["field"] else { return nil }
        self.init(field: field, from: json["from"] ?? .null, to: json["to"] ?? .null)
    }
}
