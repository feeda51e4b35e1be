/// The JSON Schema of a value that we write, and its writer, in one.
public struct OutputSchema<Value: Sendable>: Sendable {
    /// The JSON Schema (2020-12).
    public let json: JSONObject
    let write: @Sendable (Value, inout JSONWriter) -> Void

    /// A schema of one's own; `write` appends exactly one value that matches `json`.
    public init(json: JSONObject, write: @escaping @Sendable (Value, inout JSONWriter) -> Void) {
        self.json = json
        self.write = write
    }

    /// The value as JSON.
    public func encode(_ value: Value) -> RawJSON {
        RawJSON { write(value, &$0) }
    }

    /// The same JSON, written from something else.
    public func contramap<Other: Sendable>(_ transform: @escaping @Sendable (Other) -> Value) -> OutputSchema<Other> {
        let write = write
        return OutputSchema<Other>(json: json) { value, writer in write(transform(value), &writer) }
    }
}

extension OutputSchema where Value == String {
    public static var string: OutputSchema { OutputSchema(json: ["type": "string"]) { $1.string($0) } }
}

extension OutputSchema where Value == Int {
    public static var integer: OutputSchema { OutputSchema(json: ["type": "integer"]) { $1.integer(Int64($0)) } }
}

extension OutputSchema where Value == Double {
    public static var number: OutputSchema { OutputSchema(json: ["type": "number"]) { $1.double($0) } }
}

extension OutputSchema where Value == Bool {
    public static var boolean: OutputSchema { OutputSchema(json: ["type": "boolean"]) { $1.bool($0) } }
}

extension OutputSchema where Value == JSON {
    /// Any JSON value.
    public static var json: OutputSchema { OutputSchema(json: [:]) { $1.value($0) } }
}

extension OutputSchema {
    public static func array<Element>(of element: OutputSchema<Element>) -> OutputSchema<[Element]> where Value == [Element] {
        OutputSchema(json: ["type": "array", "items": .object(element.json)]) { elements, writer in
            writer.beginArray()
            for item in elements { element.write(item, &writer) }
            writer.endArray()
        }
    }
}
