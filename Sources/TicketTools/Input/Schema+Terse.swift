internal import MCPCore

// Every byte of a schema is paid for by each conversation with the tools. These schemas check all that they promise, and leave bounds
// unsaid that no honest call comes near; a call that does is told of them.

extension Schema where Value == String {
    /// A text that is not empty, and may well come near its bound.
    static func text(_ limit: Int) -> Schema {
        Schema<String>.string(1...limit).told(as: ["type": "string", "maxLength": .integer(Int64(limit))])
    }

    /// A text that is not empty, and far from its bound.
    static func words(_ limit: Int) -> Schema {
        Schema<String>.string(1...limit).told(as: ["type": "string"])
    }

    /// What names a change that may be asked for again: printable ASCII without blanks, as the header that it stands for.
    static var idempotencyKey: Schema {
        Schema(json: ["type": "string"]) { value, decoder in
            if let key = value.string, 1...255 ~= key.utf8.count, key.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) { return key }
            decoder.report("must be 1 to 255 printable ASCII characters without blanks")
            return nil
        }
    }

    /// What a page before gave as `next_cursor`.
    static var cursor: Schema { words(4_000) }
}

extension Schema where Value == Int {
    static var id: Schema { Schema<Int>.integer(1...).told(as: ["type": "integer"]) }
}

extension Schema {
    /// A list, or one of its elements alone.
    static func list<Element>(of element: Schema<Element>, _ limit: Int) -> Schema where Value == [Element] {
        Schema(json: ["type": "array", "items": .object(element.json)]) { value, decoder in
            guard let values = value.array else { return element.relayed(value, &decoder).map { [$0] } }
            guard values.count <= limit else {
                decoder.report("must have at most \(limit) elements, not \(values.count)")
                return nil
            }
            let decoded = values.enumerated().compactMap { index, value in decoder.inElement(index) { element.relayed(value, &$0) } }
            return decoded.count == values.count ? decoded : nil
        }
    }

    /// The same decoder, with other words for clients.
    func told(as json: JSONObject) -> Schema {
        Schema(json: json) { value, decoder in relayed(value, &decoder) }
    }

    /// Decodes inside of another schema's decoder.
    func relayed(_ value: JSON, _ decoder: inout SchemaDecoder) -> Value? {
        do throws(SchemaIssues) {
            return try decode(value, coercion: decoder.coercion)
        } catch {
            for issue in error.issues {
                if issue.path.isEmpty {
                    decoder.report(issue.problem)
                } else {
                    decoder.inMember(issue.path) { $0.report(issue.problem) }
                }
            }
            return nil
        }
    }
}

/// How a list is to be written; the server's instructions name the choices.
func listFormat() -> Field<TextFormat?> { optional("format", "", Schema<TextFormat>.choice.told(as: ["type": "string"])) }

/// A member whose name says it all.
func required<Value>(_ name: String, _ schema: Schema<Value>) -> Field<Value> { required(name, "", schema) }

func optional<Value>(_ name: String, _ schema: Schema<Value>) -> Field<Value?> { optional(name, "", schema) }

func defaulted<Value>(_ name: String, _ schema: Schema<Value>, _ value: Value, as json: JSON) -> Field<Value> {
    defaulted(name, "", schema, value, as: json)
}
