/// A member of an object: its name, what it is for, and how it is read.
public struct Field<Value: Sendable>: Sendable {
    @usableFromInline let name: String
    @usableFromInline let schema: JSONObject
    @usableFromInline let isRequired: Bool
    /// Decodes the member, or says what its absence means.
    @usableFromInline let decode: @Sendable (JSON?, inout SchemaDecoder) -> Value?
}

/// A member that must be there.
/// - Parameter description: for the model; empty where the name says it all.
public func required<Value>(_ name: String, _ description: String = "", _ schema: Schema<Value>) -> Field<Value> {
    Field(name: name, schema: schema.json.described(description), isRequired: true) { value, decoder in
        guard let value else {
            decoder.report("is required")
            return nil
        }
        return schema.decode(value, &decoder)
    }
}

/// A member that may be left out. An explicit null counts as left out: models write it for "nothing".
public func optional<Value>(_ name: String, _ description: String = "", _ schema: Schema<Value>) -> Field<Value?> {
    Field(name: name, schema: schema.json.described(description), isRequired: false) { value, decoder in
        guard let value, !value.isNull else { return .some(nil) }
        return schema.decode(value, &decoder).map { $0 }
    }
}

/// A member with a value for when it is left out or null. The default is told to clients.
public func defaulted<Value>(
    _ name: String, _ description: String = "", _ schema: Schema<Value>, _ value: Value, as json: JSON
) -> Field<Value> {
    var object = schema.json.described(description)
    object["default"] = json
    return Field(name: name, schema: object, isRequired: false) { found, decoder in
        guard let found, !found.isNull else { return value }
        return schema.decode(found, &decoder)
    }
}

/// A member that sets something, clears it with an explicit null, or leaves it as it is by being left out.
public func clearable<Value>(_ name: String, _ description: String = "", _ schema: Schema<Value>) -> Field<Change<Value>> {
    var object = schema.json.described(description)
    if let type = object["type"], case .string = type { object["type"] = [type, "null"] }
    if let choices = object["enum"]?.array { object["enum"] = .array(choices + [.null]) }
    return Field(name: name, schema: object, isRequired: false) { value, decoder in
        guard let value else { return .unchanged }
        guard !value.isNull else { return .cleared }
        return schema.decode(value, &decoder).map { .set($0) }
    }
}

/// What is asked of one property of something that exists.
public enum Change<Value: Sendable>: Sendable {
    case unchanged
    case cleared
    case set(Value)
}

extension JSONObject {
    fileprivate func described(_ description: String) -> JSONObject {
        guard !description.isEmpty else { return self }
        var object = self
        object["description"] = .string(description)
        return object
    }
}
