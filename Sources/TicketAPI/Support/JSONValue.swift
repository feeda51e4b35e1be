/// A JSON value that keeps the order of object members.
public enum JSONValue: Sendable, Equatable {
    case null
    case bool(Bool)
    case int(Int)
    case double(Double)
    case string(String)
    case array([JSONValue])
    case object([Member])

    /// One member of an object.
    public struct Member: Sendable, Equatable {
        public let name: String
        public let value: JSONValue

        public init(_ name: String, _ value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    /// The member called `name`, when this is an object that has it.
    public subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// A string, or null.
    static func text(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }

    /// An integer, or null.
    static func number(_ value: Int?) -> JSONValue { value.map(JSONValue.int) ?? .null }

    /// An RFC 3339 time, or null.
    static func time(_ value: Instant?) -> JSONValue { value.map { .string($0.rfc3339) } ?? .null }

    /// An array of strings.
    static func texts(_ values: some Sequence<String>) -> JSONValue { .array(values.map(JSONValue.string)) }

    /// The same value with the members of every object in order of name: equal texts for what means the same.
    var canonical: JSONValue {
        switch self {
        case .array(let values): .array(values.map(\.canonical))
        case .object(let members): .object(members.map { Member($0.name, $0.value.canonical) }.sorted { $0.name < $1.name })
        default: self
        }
    }
}
