/// A parameter of an operation.
struct OpenAPIParameter: Sendable {
    enum Place: String, Sendable {
        case path, query, header
    }

    let name: String
    let place: Place
    let schema: JSONValue
    let description: String
    let isRequired: Bool

    init(_ name: String, in place: Place = .query, _ schema: JSONValue, _ description: String, isRequired: Bool = false) {
        self.name = name
        self.place = place
        self.schema = schema
        self.description = description
        self.isRequired = isRequired || place == .path
    }

    /// A query parameter that may be repeated.
    static func repeated(_ name: String, _ schema: JSONValue, _ description: String) -> OpenAPIParameter {
        OpenAPIParameter(name, OpenAPISchema.array(schema), description + " May be repeated.")
    }

    static let cursor = OpenAPIParameter("cursor", OpenAPISchema.string, "next_cursor of the page before, with the same filter and sort.")
    static let query = OpenAPIParameter("query", OpenAPISchema.text(0...Limits.queryText), "Text found anywhere, in any case and width.")
    static let active = OpenAPIParameter("active", OpenAPISchema.flag, "Only rows that are, or are not, in use.")
    static let order = OpenAPIParameter("order", OpenAPISchema.choice(["asc", "desc"]), "Direction; desc unless given.")

    static let fields = OpenAPIParameter.repeated(
        "fields", OpenAPISchema.choice(TicketFields.all), "Only these members, and id and number. Also separated by commas.")
    static let dryRun = OpenAPIParameter("dry_run", OpenAPISchema.flag, "true: check and show what would happen, and write nothing.")
    static let idempotencyKey = OpenAPIParameter(
        "Idempotency-Key", in: .header, OpenAPISchema.text(1...IdempotentRequest.keyLength),
        "With the same key and the same request, the first answer is given again for 24 hours, and nothing is done.")

    static func limit(_ range: ClosedRange<Int>, _ value: Int) -> OpenAPIParameter {
        OpenAPIParameter("limit", OpenAPISchema.integer(range, default: value), "Rows on a page.")
    }

    var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init("name", .string(name)), .init("in", .string(place.rawValue)), .init("required", .bool(isRequired)),
            .init("description", .string(description)),
        ]
        if case .string("array")? = schema["type"] { members += [.init("style", "form"), .init("explode", true)] }
        return .object(members + [.init("schema", schema)])
    }
}
