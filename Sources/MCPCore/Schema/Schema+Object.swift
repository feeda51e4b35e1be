extension Schema {
    /// An object with the given members and no others; a member that it does not know is an issue that names those it does.
    ///
    /// - Parameter build: gets the members in their order.
    // Inlinable: compiled for the types of a tool's arguments, it asks the runtime for none of them while it decodes.
    @inlinable
    public static func object<each Member>(
        _ fields: repeat Field<each Member>, build: @escaping @Sendable (repeat each Member) -> Value
    ) -> Schema<Value> {
        var properties = JSONObject()
        var required: [JSON] = []
        var names: [String] = []
        for field in repeat each fields {
            properties[field.name] = .object(field.schema)
            if field.isRequired { required.append(.string(field.name)) }
            names.append(field.name)
        }
        var json: JSONObject = ["type": "object", "properties": .object(properties)]
        if !required.isEmpty { json["required"] = .array(required) }
        json["additionalProperties"] = false
        return Schema(json: json) { [names] value, decoder in
            guard let object = value.object else {
                decoder.report(expected: "an object", found: value)
                return nil
            }
            decoder.reportUnknownMembers(of: object, known: names)
            let members = (repeat (each fields).decode(in: object, &decoder))
            do throws(Undecoded) {
                return build(repeat try unwrapped(each members))
            } catch {
                return nil
            }
        }
    }
}

/// A member that could not be decoded; its issue is reported already.
@usableFromInline
struct Undecoded: Error {
    @inlinable
    init() {}
}

@inlinable @inline(__always)
func unwrapped<Value>(_ value: Value?) throws(Undecoded) -> Value {
    guard let value else { throw Undecoded() }
    return value
}

extension Field {
    @inlinable @inline(__always)
    func decode(in object: JSONObject, _ decoder: inout SchemaDecoder) -> Value? {
        let value = object[name]
        return decoder.inMember(name) { decode(value, &$0) }
    }
}

extension SchemaDecoder {
    @usableFromInline
    mutating func reportUnknownMembers(of object: JSONObject, known: [String]) {
        for member in object.members where !known.contains(where: { $0.hasSameBytes(as: member.key) }) {
            let allowed = known.isEmpty ? "there are no arguments" : "known are \(known.joined(separator: ", "))"
            inMember(String(member.key.prefix(60))) { $0.report("is unknown; \(allowed)") }
        }
    }
}
