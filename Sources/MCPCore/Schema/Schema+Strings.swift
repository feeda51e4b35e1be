extension Schema where Value == String {
    /// Any text.
    public static var string: Schema<String> {
        Schema(json: ["type": "string"], decode: decodeString)
    }

    /// A text of bounded length, in Unicode scalars, as JSON Schema counts.
    public static func string(_ length: some SchemaBounds<Int>) -> Schema<String> {
        let length = Interval(length)
        var json: JSONObject = ["type": "string"]
        json["minLength"] = length.minimum.flatMap { $0 > 0 ? .integer(Int64($0)) : nil }
        json["maxLength"] = length.maximum.map { .integer(Int64($0)) }
        return Schema(json: json) { value, decoder in
            guard let text = decodeString(value, &decoder) else { return nil }
            let count = text.unicodeScalars.count
            guard length.contains(count) else {
                decoder.report(
                    text.isEmpty ? "must not be empty (\(length.words) characters)" : "must be \(length.words) characters, not \(count)")
                return nil
            }
            return text
        }
    }

    /// One of the given texts.
    public static func string(oneOf choices: [String]) -> Schema<String> {
        Schema(json: ["type": "string", "enum": .array(choices.map { .string($0) })]) { value, decoder in
            guard let text = decodeString(value, &decoder) else { return nil }
            guard choices.contains(where: { $0.hasSameBytes(as: text) }) else {
                decoder.report("must be one of \(choices.joined(separator: ", ")), not \(value.summary)")
                return nil
            }
            return text
        }
    }

    @Sendable
    private static func decodeString(_ value: JSON, _ decoder: inout SchemaDecoder) -> String? {
        switch value {
        case .string(let text): return text
        case .integer, .number: if decoder.coercion == .lossless { return value.text }
        default: break
        }
        decoder.report(expected: "a string", found: value)
        return nil
    }
}

extension Schema where Value: CaseIterable & RawRepresentable, Value.RawValue == String {
    /// One case of an enumeration, by its raw value.
    public static var choice: Schema<Value> {
        Schema<String>.string(oneOf: Value.allCases.map(\.rawValue)).map { text, _ in Value(rawValue: text) }
    }
}
