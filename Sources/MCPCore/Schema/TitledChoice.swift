/// One of several texts, with what people see in its place.
public struct TitledChoice: Sendable, Hashable {
    public let value: String
    public let title: String

    public init(_ value: String, title: String) {
        self.value = value
        self.title = title
    }

    /// The schema of this one choice.
    var json: JSON { ["const": .string(value), "title": .string(title)] }
}

extension Schema where Value == String {
    /// One of the given texts, each with a title for people. For several of them: `.array(of: .string(oneOf: …))`.
    public static func string(oneOf choices: [TitledChoice]) -> Schema<String> {
        let untitled = Schema.string(oneOf: choices.map(\.value))
        return Schema(json: ["type": "string", "oneOf": .array(choices.map(\.json))], decode: untitled.decode)
    }
}

extension Schema where Value: CaseIterable & RawRepresentable, Value.RawValue == String {
    /// One case of an enumeration, by its raw value.
    /// - Parameter title: what people see.
    public static func choice(titled title: (Value) -> String) -> Schema<Value> {
        let choices = Value.allCases.map { TitledChoice($0.rawValue, title: title($0)) }
        return Schema<String>.string(oneOf: choices).map { text, _ in Value(rawValue: text) }
    }
}
