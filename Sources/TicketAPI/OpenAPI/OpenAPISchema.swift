/// Short ways to write JSON Schema.
enum OpenAPISchema {
    /// An object; names in `optional` may be missing, all others are always there.
    static func object(_ properties: [(String, JSONValue)], optional: Set<String> = []) -> JSONValue {
        let required = properties.map(\.0).filter { !optional.contains($0) }
        var members: [JSONValue.Member] = [
            .init("type", "object"),
            .init("properties", .object(properties.map { .init($0.0, $0.1) })),
        ]
        if !required.isEmpty { members.append(.init("required", .texts(required))) }
        return .object(members)
    }

    /// An object of a request body: nothing is required but `required`, and nothing else is accepted.
    static func body(_ properties: [(String, JSONValue)], required: [String]) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("type", "object"),
            .init("properties", .object(properties.map { .init($0.0, $0.1) })),
        ]
        if !required.isEmpty { members.append(.init("required", .texts(required))) }
        members.append(.init("additionalProperties", false))
        return .object(members)
    }

    static func ref(_ name: String) -> JSONValue { ["$ref": .string("#/components/schemas/\(name)")] }

    static func array(_ items: JSONValue) -> JSONValue { ["type": "array", "items": items] }

    /// `schema`, or null.
    static func nullable(_ schema: JSONValue) -> JSONValue { ["anyOf": [schema, ["type": "null"]]] }

    static func choice(_ values: some Sequence<String>) -> JSONValue { ["type": "string", "enum": .texts(values)] }

    static func text(_ length: ClosedRange<Int>, _ description: String? = nil) -> JSONValue {
        described(["type": "string", "minLength": .int(length.lowerBound), "maxLength": .int(length.upperBound)], description)
    }

    static func integer(_ range: ClosedRange<Int>, default value: Int? = nil) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("type", "integer"), .init("minimum", .int(range.lowerBound)), .init("maximum", .int(range.upperBound)),
        ]
        if let value { members.append(.init("default", .int(value))) }
        return .object(members)
    }

    static func described(_ schema: JSONValue, _ description: String?) -> JSONValue {
        guard let description, case .object(let members) = schema else { return schema }
        return .object(members + [.init("description", .string(description))])
    }

    static let string: JSONValue = ["type": "string"]
    static let flag: JSONValue = ["type": "boolean"]
    static let id: JSONValue = ["type": "integer", "minimum": 1]
    static let count: JSONValue = ["type": "integer", "minimum": 0]
    static let time: JSONValue = ["type": "string", "format": "date-time"]
    static let timeOrDate: JSONValue = [
        "type": "string", "description": "An RFC 3339 time, or a date, which stands for the day in UTC.", "examples": ["2026-11-21"],
    ]
    static let priority = choice(Priority.allCases.map(\.key))
    static let group = choice(Status.Group.allCases.map(\.rawValue))
    static let role = choice(User.Role.allCases.map(\.rawValue))
    static let named = ref("Reference")
    static let tags: JSONValue = [
        "type": "array", "maxItems": .int(Limits.tags), "items": text(1...Limits.tag),
    ]
}
