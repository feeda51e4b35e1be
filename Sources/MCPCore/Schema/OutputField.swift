/// A member of an object that we write.
public struct OutputField<Owner: Sendable>: Sendable {
    let name: String
    let schema: JSONObject
    let isRequired: Bool
    let write: @Sendable (Owner, inout JSONWriter) -> Void
}

/// A member that is always written.
public func field<Owner, Value>(
    _ name: String, _ value: @escaping @Sendable (Owner) -> Value, _ schema: OutputSchema<Value>
) -> OutputField<Owner> {
    OutputField(name: name, schema: schema.json, isRequired: true) { owner, writer in
        writer.key(name)
        schema.write(value(owner), &writer)
    }
}

/// A member that is left out where there is no value.
public func field<Owner, Value>(
    _ name: String, ifPresent value: @escaping @Sendable (Owner) -> Value?, _ schema: OutputSchema<Value>
) -> OutputField<Owner> {
    OutputField(name: name, schema: schema.json, isRequired: false) { owner, writer in
        guard let value = value(owner) else { return }
        writer.key(name)
        schema.write(value, &writer)
    }
}

extension OutputSchema {
    /// An object with the given members.
    public static func object(_ fields: OutputField<Value>...) -> OutputSchema<Value> {
        var properties = JSONObject()
        for field in fields { properties[field.name] = .object(field.schema) }
        var json: JSONObject = ["type": "object", "properties": .object(properties)]
        let required = fields.filter(\.isRequired).map { JSON.string($0.name) }
        if !required.isEmpty { json["required"] = .array(required) }
        return OutputSchema(json: json) { value, writer in
            writer.beginObject()
            for field in fields { field.write(value, &writer) }
            writer.endObject()
        }
    }
}
