/// The JSON Schema of a value and its decoder, in one: they cannot drift apart.
///
/// Schemas are composed from static members, as in
/// `.object(required("title", "One line.", .string(1...200)), optional("tags", "Labels.", .array(of: .string))) { … }`.
/// Decoding reports every bad field of a value at once, each with its path.
public struct Schema<Value: Sendable>: Sendable {
    /// The JSON Schema (2020-12).
    public let json: JSONObject
    let decode: @Sendable (JSON, inout SchemaDecoder) -> Value?

    /// A schema of one's own.
    /// - Parameters:
    ///   - json: what is told to clients.
    ///   - decode: returns nil after it reported at least one issue.
    public init(json: JSONObject, decode: @escaping @Sendable (JSON, inout SchemaDecoder) -> Value?) {
        self.json = json
        self.decode = decode
    }

    /// Decodes a value.
    /// - Throws: ``SchemaIssues`` with everything that is wrong.
    public func decode(_ value: JSON, coercion: SchemaCoercion = .lossless) throws(SchemaIssues) -> Value {
        var decoder = SchemaDecoder(coercion: coercion)
        let decoded = decode(value, &decoder)
        guard let decoded, decoder.issues.isEmpty else { throw SchemaIssues(decoder.issues) }
        return decoded
    }

    /// The same JSON, decoded into something else.
    /// - Parameter transform: returns nil after it reported an issue.
    public func map<Other: Sendable>(
        _ transform: @escaping @Sendable (Value, inout SchemaDecoder) -> Other?
    ) -> Schema<Other> {
        let decode = decode
        return Schema<Other>(json: json) { value, decoder in
            decode(value, &decoder).flatMap { transform($0, &decoder) }
        }
    }

    /// The same decoder with another keyword told to clients.
    public func annotated(_ keyword: String, _ value: JSON) -> Schema {
        var json = json
        json[keyword] = value
        return Schema(json: json, decode: decode)
    }
}

/// How far a decoder goes to meet a client that writes a value in another type.
public enum SchemaCoercion: Sendable, Hashable {
    /// What loses nothing is accepted: `5.0` and `"5"` for an integer, `"true"` for a boolean, `5` for a string.
    /// Models write such things, and a refusal costs a turn.
    case lossless
    /// Types are as the schema says; only `5.0` for an integer stays, since JSON Schema itself allows it.
    case strict
}

/// Everything that is wrong with one value.
public struct SchemaIssues: Error, Sendable, Hashable {
    public let issues: [SchemaIssue]

    init(_ issues: [SchemaIssue]) {
        self.issues = issues
    }
}
